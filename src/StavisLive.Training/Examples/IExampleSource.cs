namespace StavisLive.Training.Examples;

/// <summary>Makes examples. Thread-safe.</summary>
public interface IExampleSource
{
    /// <summary>Number of different things it draws from: an epoch is one draw of each.</summary>
    int Count { get; }

    /// <summary>Makes an example; the same number always gives the same one.</summary>
    /// <param name="number">Which, from 0, without an end.</param>
    Example Make(long number);
}
