using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Files;

namespace StavisLive.Benchmarks.Stages;

/// <summary>A frame of H.264 out of a file, through the ffmpeg child, as BGR: its share of a whole file, start of the child included.</summary>
public class DecodeBenchmark
{
    private const int Frames = 250;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("benchmark-");

    [Params("640x360", "1280x720")]
    public string Size { get; set; } = "";

    private string Clip => Path.Combine(_folder.FullName, $"{Size}.mp4");

    [GlobalSetup]
    public async Task MakeClip()
    {
        var tools = await FfmpegTools.FindAsync(CancellationToken.None);
        await using var child = FfmpegProcess.Start(
            tools.Ffmpeg,
            [
                "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size={Size}:rate=25", "-frames:v", $"{Frames}",
                "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", Clip,
            ]);
        if (await child.WaitForExitAsync(CancellationToken.None) != 0) throw new InvalidOperationException(child.Messages);
    }

    [GlobalCleanup]
    public void DeleteClip() => _folder.Delete(recursive: true);

    [Benchmark(OperationsPerInvoke = Frames)]
    public async Task<int> Decode()
    {
        await using var source = new FileSource(Clip, new FileSourceOptions(), TimeProvider.System, NullLogger.Instance);
        await source.OpenAsync(CancellationToken.None);
        var counter = new CountingWriter();
        await source.ReadAsync(counter, CancellationToken.None);
        return counter.Frames;
    }

    private sealed class CountingWriter : IMediaWriter
    {
        public int Frames { get; private set; }

        public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            Frames++;
            frame.Dispose();
            return default;
        }

        public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
        {
            block.Dispose();
            return default;
        }

        public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
        {
            packet.Dispose();
            return default;
        }

        public ValueTask WritePauseAsync(CancellationToken cancellationToken) => default;
    }
}
