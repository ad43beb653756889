using System.Numerics.Tensors;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Hosting;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Media.Encoding;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Rendering;

namespace StavisLive.Server.Uploads;

/// <summary>Computes maps of pictures and clips that people bring, one at a time, beside the streams. Thread-safe.</summary>
/// <remarks>
/// What is brought goes into a folder of its own that nobody else can read, before its turn, so that nobody waits for who brings
/// slowly. It is decoded by a guarded child, and deleted with the answer. Its name is this program's; of the name that it came with
/// nothing is used.
/// </remarks>
/// <param name="manager">The streams; borrowed.</param>
/// <param name="model">The network, where no stream has begun yet.</param>
internal sealed class UploadedMaps(StreamManager manager, ModelConfig model) : IDisposable
{
    /// <summary>Most bytes of what is brought.</summary>
    public const long LargestUpload = 64 << 20;

    // No source can have such a name: a slash is nothing for a file's name. It is always the same, because there is only one at a
    // time, and metrics keep every name that they have heard.
    private const string Name = "upload/1";

    // Who comes after them is told to try again.
    private const int MostWaiting = 4;

    // Enough to choose one in the middle from.
    private const int PictureEvery = 8;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BringingPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DecodingPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly SemaphoreSlim _one = new(1);
    private readonly JpegEncoder _encoder = new();
    private int _waiting;

    /// <summary>The map of what is brought.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where too many wait already.</returns>
    /// <exception cref="UploadException">It has none.</exception>
    public async Task<UploadedMap?> ComputeAsync(Stream content, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }
        try
        {
            // Only its owner may look into it.
            var folder = Directory.CreateTempSubdirectory("stavis-live-");
            try
            {
                var brought = Path.Combine(folder.FullName, "upload");
                await ReceiveAsync(content, brought, cancellationToken).ConfigureAwait(false);
                return await ComputeInTurnAsync(brought, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private static async Task ReceiveAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BringingPatience);
        try
        {
            await using var file = File.Create(path);
            await content.CopyToAsync(file, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UploadException($"It takes too long to come: more than {BringingPatience.TotalSeconds:0} seconds.");
        }
    }

    private async Task<UploadedMap> ComputeInTurnAsync(string brought, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ComputeAsync(brought, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<UploadedMap> ComputeAsync(string brought, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var decoded = brought + ".mkv";
            await GuardedDecoder.DecodeAsync(await FfmpegTools.FindAsync(limit.Token).ConfigureAwait(false), brought, decoded, Longest, DecodingPatience, limit.Token).ConfigureAwait(false);
            return await RunAsync(decoded, limit.Token).ConfigureAwait(false);
        }
        catch (FfmpegException e)
        {
            throw new UploadException(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UploadException($"Its map takes too long: more than {Patience.TotalSeconds:0} seconds.");
        }
    }

    private async Task<UploadedMap> RunAsync(string path, CancellationToken cancellationToken)
    {
        var config = new StavisConfig { Source = new SourceConfig { Input = path }, Outputs = new OutputConfig { Display = false }, Model = model };
        var plan = StreamPlan.Of(config, config.Streams()[0]) with { StreamName = Name };
        // It is looked at once, and is no source.
        return await manager.RunAsideAsync(plan, stream => CollectAsync(stream, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<UploadedMap> CollectAsync(HostedStream stream, CancellationToken cancellationToken)
    {
        await using var results = stream.Feed.Subscribe(new SubscriptionOptions { Name = "upload", Kind = "upload", Content = FeedContent.Pictures, Capacity = 2, WaitsOffline = true });
        var (sum, count, pictures) = (new float[SaliencyMap.Length], 0, new List<byte[]>());
        await foreach (var item in results.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item is not StreamItem.Result { Value: var result }) continue;
            TensorPrimitives.Add(sum, result.Map.Values, sum);
            if (count++ % PictureEvery == 0) pictures.Add(_encoder.Encode(result.Picture!));
        }
        if (count == 0) throw NoPicture((await stream.Ended.WaitAsync(cancellationToken).ConfigureAwait(false)).Cause);
        TensorPrimitives.Divide(sum, count, sum);
        var description = stream.Feed.Description!;
        return new UploadedMap(description.Width, description.Height, count, MapPictures.ToPng(sum), pictures[pictures.Count / 2]);
    }

    // A fault of ours is none of what was brought.
    private static Exception NoPicture(Exception? cause) => cause switch
    {
        null => new UploadException("It has no picture."),
        _ when ExpectedFailure.Is(cause) => new UploadException($"It has no picture: {cause.Message}"),
        _ => new InvalidOperationException("The stream of what was brought broke off unexpectedly.", cause),
    };
}
