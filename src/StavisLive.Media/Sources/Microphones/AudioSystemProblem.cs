namespace StavisLive.Media.Sources.Microphones;

/// <summary>Why a sound system gives no microphone.</summary>
/// <param name="System">Its name.</param>
/// <param name="Reason">What is wrong, without a full stop.</param>
/// <param name="Remedy">The command or step that mends it.</param>
public sealed record AudioSystemProblem(string System, string Reason, string Remedy)
{
    /// <summary>All of it as a sentence.</summary>
    public override string ToString() => $"{System}: {Reason} ({Remedy}).";
}
