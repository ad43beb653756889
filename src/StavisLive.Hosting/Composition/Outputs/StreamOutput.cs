using StavisLive.Core.Sinks;
using StavisLive.Media.Files;

namespace StavisLive.Hosting.Composition.Outputs;

/// <summary>One of the outputs that a plan asks for, with all that is to be known of it before its sink is made.</summary>
/// <param name="Key">The setting that asks for it.</param>
/// <param name="CreateAsync">Makes its sink, not yet open.</param>
internal sealed record StreamOutput(string Key, Func<SinkParts, Task<ISink>> CreateAsync)
{
    /// <summary>The file or folder that it writes; null: none.</summary>
    public string? File { get; init; }

    /// <summary>What no other output may write to: the file, or what else takes one writer only; null: nothing.</summary>
    public string? Place { get => field ?? File; init; }

    /// <summary>Whether <see cref="Place"/> is an address rather than a path.</summary>
    public bool IsSent { get; init; }

    /// <summary>Whether <see cref="File"/> is a folder.</summary>
    public bool IsFolder { get; init; }

    /// <summary>Whether it goes on behind what <see cref="File"/> holds; else it replaces that.</summary>
    public bool GoesOn { get; init; }

    /// <summary>Whether <see cref="File"/> may begin in the middle of a stream.</summary>
    public bool MayBeginLate { get; init; }

    /// <summary>Whether another sink may take the place of one that has failed in the middle of a stream.</summary>
    /// <remarks>What a link leads to is not renamed, so it would be written over. What is no file is opened again without a look at it first.</remarks>
    public bool CanBeginAnew => MayBeginLate && File is not null && (GoesOn || FilePlace.IsDevice(File) || new FileInfo(File).LinkTarget is null);

    /// <summary>Whether only OpenCV can make it.</summary>
    public bool NeedsOpenCv { get; init; }
}
