using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Files;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Sources.Files;

/// <summary>A folder for clips, each made when it is first asked for, and short ways to read them.</summary>
public sealed class FileSourceFixture : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Path of a file in the folder.</summary>
    public string Path(string name) => _folder[name];

    /// <summary>Makes a clip from ffmpeg's arguments; INPUT stands for <paramref name="input"/>.</summary>
    internal Task<string> MakeAsync(string name, string arguments, string input = "") =>
        TestClip.MakeAsync(Path(name), arguments, input);

    /// <summary>Reads a file to its end.</summary>
    internal static async Task<(SourceDescription Description, CollectingMediaWriter Media)> ReadAsync(
        string path, FileSourceOptions? options = null, ILogger? logger = null)
    {
        await using var source = Open(path, options, logger);
        var description = await source.OpenAsync(CancellationToken.None);
        var media = new CollectingMediaWriter();
        await source.ReadAsync(media, CancellationToken.None);
        return (description, media);
    }

    /// <summary>The message that opening a file fails with.</summary>
    internal static async Task<string> OpeningErrorAsync(string path)
    {
        await using var source = Open(path);
        return (await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(CancellationToken.None))).Message;
    }

    internal static FileSource Open(string path, FileSourceOptions? options = null, ILogger? logger = null) => new(
        path, options ?? new FileSourceOptions(), TimeProvider.System, logger ?? NullLogger.Instance);
}
