using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>What goes wrong where Windows is asked for its microphones, in the exceptions that others know.</summary>
/// <remarks>An error number of Windows comes as whatever .NET makes of it, no access and a missing file among it: so nothing is told by type.</remarks>
internal static class WasapiErrors
{
    /// <summary>Asks for the microphones.</summary>
    /// <exception cref="AudioSystemException">Windows has none, or does not answer.</exception>
    public static T Listing<T>(Func<T> list)
    {
        try
        {
            return list();
        }
        catch (Exception e) when (e is not AudioSystemException)
        {
            throw new AudioSystemException(e.Message.TrimEnd('.'), "is the service Windows Audio running?", e);
        }
    }

    /// <summary>Opens or starts a microphone.</summary>
    /// <exception cref="SourceException">It refuses.</exception>
    public static async Task OpeningAsync(string microphone, Func<Task> open)
    {
        try
        {
            await open().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new SourceException($"Microphone {microphone} cannot be opened: {e.Message} Does Windows allow it (Settings, Privacy, Microphone)?", e);
        }
    }
}
