using StavisLive.Core.Arrays;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sinks.Maps;

/// <summary>Writes every still's map as a file of its own: <c>NAME.npy</c>, float32 <c>[112,112]</c>.</summary>
public sealed class StillNpySink : ISink
{
    private readonly string _folder;
    private readonly StillNames _names = new();

    /// <param name="folder">Where to; made when it is not there.</param>
    public StillNpySink(string folder) => _folder = folder;

    /// <inheritdoc />
    public string Name => "maps";

    /// <inheritdoc />
    public bool NeedsPicture => false;

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        OutputFile.ClaimFolder(_folder);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, _names.Claim(result) + ".npy");
        OutputFile.Replace(path, unfinished => NpyFile.Write(unfinished, result.Map.Values, SaliencyMap.Side, SaliencyMap.Side));
        return default;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;
}
