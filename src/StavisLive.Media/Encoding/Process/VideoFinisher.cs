using System.Security.Cryptography;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Files;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Gives a finished video an ordinary index, so that every player knows its length and can seek.</summary>
internal static class VideoFinisher
{
    /// <summary>Copies the streams into a new file beside the old one, which it then replaces in one step.</summary>
    /// <returns>Null; or why the file stayed as it was.</returns>
    public static async Task<string?> FinishAsync(
        FfmpegTools tools, VideoContainer container, EncodedVideoFormat format, string path, CancellationToken cancellationToken)
    {
        var copy = CopyOf(path);
        try
        {
            await using var child = FfmpegProcess.Start(tools.Ffmpeg, EncoderArguments.Finish(container, format, path, copy));
            if (await child.WaitForExitAsync(cancellationToken).ConfigureAwait(false) is not 0 and var exitCode)
                return child.Messages is { Length: > 0 } words ? words : $"ffmpeg ended with code {exitCode}";
            File.Move(copy, path, overwrite: true);
            return null;
        }
        catch (Exception exception) when (exception is FfmpegException || OutputFile.IsOfTheSystem(exception))
        {
            return exception.Message;
        }
        finally
        {
            RemoveCopy(path);
        }
    }

    /// <summary>Takes away what there is of a copy, such as that of a run that was killed while it finished this file.</summary>
    public static void RemoveCopy(string path)
    {
        try
        {
            File.Delete(CopyOf(path));
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            // The video is whole without one; where none can be made, finishing says so.
        }
    }

    /// <summary>Where the copy of a file is made: always the same, so that one that was left behind is found again.</summary>
    internal static string CopyOf(string path)
    {
        var name = Path.GetFileName(path);
        // The name itself may be as long as the file system takes.
        var mark = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..16];
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{mark}.unfinished{Path.GetExtension(name)}");
    }
}
