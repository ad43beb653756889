namespace StavisLive.Core.Sources;

/// <summary>The capability of a source that tells by itself how it is doing, such as one that reconnects.</summary>
public interface IReportsState
{
    /// <summary>Where it tells it.</summary>
    SourceMonitor Monitor { get; }
}
