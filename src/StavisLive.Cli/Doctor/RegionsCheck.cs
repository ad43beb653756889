using StavisLive.Core.Configuration.Outputs;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Libav;

namespace StavisLive.Cli.Doctor;

/// <summary>libavcodec, the library behind ffmpeg: encodes foveated video by regions of interest. An ffmpeg that is a program alone comes without.</summary>
internal sealed class RegionsCheck : ICheck
{
    public string Subject => "libavcodec";

    public bool IsNeeded => false;

    public Task<Finding> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Judge(RegionTest.Trouble(LibavLibrary.Get, new FoveationConfig().Codec, isLive: false)));

    /// <summary>What an attempt has shown.</summary>
    /// <param name="trouble">Why it failed, for the middle of a sentence; null: it did not.</param>
    internal static Finding Judge(string? trouble) => trouble is null
        ? Finding.Ok("foveated video is encoded by regions of interest")
        : Finding.Warning($"foveated video is only blurred beforehand, which saves far less: {trouble}");
}
