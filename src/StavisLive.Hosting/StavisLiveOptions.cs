using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting;

/// <summary>What a host watches, and where it learns that this has changed.</summary>
public sealed class StavisLiveOptions
{
    /// <summary>Reads, checks and settles what is to be watched: before the host starts, and again when there is a reason to.</summary>
    /// <value>The default value is null: nothing but what the program starts itself.</value>
    /// <remarks>Throws <see cref="ConfigException"/> with everything that is wrong; the host does not start then.</remarks>
    public Func<CancellationToken, Task<HostPlan>>? Load { get; set; }

    /// <summary>What is watched to begin with, where that is settled already.</summary>
    /// <value>The default value is null: what <see cref="Load"/> gives.</value>
    public HostPlan? Plan { get; set; }

    /// <summary>The file whose changes are a reason to <see cref="Load"/> again.</summary>
    /// <value>The default value is null: there is none.</value>
    public string? WatchedFile { get; set; }

    /// <summary>Whether the host stops once no stream is under way any more: for programs that have nothing else to do.</summary>
    /// <value>The default value is false.</value>
    public bool StopsHostWhenAllEnded { get; set; }

    /// <summary>Whether a stream ends when all of its outputs have failed: for programs in which nobody else subscribes to it.</summary>
    /// <value>The default value is false: it goes on for its subscribers, also while there are none.</value>
    public bool EndsStreamsWithOutputs { get; set; }
}
