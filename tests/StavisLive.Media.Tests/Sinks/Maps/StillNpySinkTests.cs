using StavisLive.Core.Arrays;
using StavisLive.Core.Sources;
using StavisLive.Media.Sinks.Maps;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Maps;

public sealed class StillNpySinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_Stills_HaveTheirNamesAndTwiceTheSameANumber()
    {
        await using (var sink = new StillNpySink(_folder["maps"]))
        {
            await sink.OpenAsync(TestResults.Source(kind: SourceKind.Stills), CancellationToken.None);
            string?[] names = ["beach", "beach", "Beach", "dog.v2", null];
            for (var index = 0; index < names.Length; index++)
            {
                using var result = TestResults.Make(index, [index / 8f]) with { StillName = names[index] };
                await sink.WriteAsync(result, CancellationToken.None);
            }
        }

        // Beach and beach are one file where case doesn't count.
        AssertHolds("beach.npy", 0);
        AssertHolds("beach-2.npy", 0.125f);
        AssertHolds("Beach-3.npy", 0.25f);
        AssertHolds("dog.v2.npy", 0.375f);
        AssertHolds("frame_000004.npy", 0.5f);
        Assert.Equal(5, Directory.GetFileSystemEntries(_folder["maps"]).Length);
    }

    private void AssertHolds(string name, float value)
    {
        var map = NpyFile.Read(Path.Combine(_folder["maps"], name));
        Assert.Equal([112, 112], map.Shape);
        Assert.All(map.AsSingle(), element => Assert.Equal(value, element));
    }
}
