using StavisLive.Core.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Queues;
using StavisLive.Core.Sinks;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>Resizes frames, lays them and their audio on the window's grid and sends windows to the network.</summary>
/// <param name="preprocessor">Makes the network's pictures of frames.</param>
/// <param name="assembler">Makes windows of pictures and samples.</param>
/// <param name="pause">How long no frame has come when the assembler is told of a pause.</param>
/// <param name="passesPackets">Whether the source's own packets come beside the samples; then subscribers get those alone.</param>
/// <param name="isLive">Whether what is late is noticed, and frames are passed on ahead of their maps.</param>
/// <param name="expectsAudio">Whether every window is to come with audio.</param>
/// <param name="context">What the stages share.</param>
internal sealed class WindowStage(IFramePreprocessor preprocessor, IWindowAssembler assembler, TimeSpan pause, bool isLive, bool passesPackets, bool expectsAudio, StageContext context)
{
    private readonly byte[] _picture = new byte[NetworkWindow.BytesPerFrame];
    private TimeSpan _lastResize;

    /// <summary>Runs until the queue ends, or is stopped: then what is left is given up.</summary>
    /// <param name="capture">What comes.</param>
    /// <param name="stop">Stops it.</param>
    public async Task RunAsync(StageQueue<MediaItem> capture, CancellationToken stop)
    {
        await using var silence = isLive ? context.Time.CreateTimer(_ => _ = capture.WriteAsync(MediaItem.Pause.Instance), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) : null;
        try
        {
            while (await capture.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                while (!stop.IsCancellationRequested && capture.TryRead(out var item))
                {
                    if (item is MediaItem.Picture) silence?.Change(pause, Timeout.InfiniteTimeSpan);
                    using (item) await TakeAsync(item).ConfigureAwait(false);
                    await SendWindowsAsync(stop).ConfigureAwait(false);
                }
            }
            assembler.End();
            await SendWindowsAsync(stop).ConfigureAwait(false);
            context.Lane.CompleteWindows();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Lane.Abandon();
        }
        catch
        {
            // The publisher ends with the lane, and the session with this cause.
            context.Lane.Abandon();
            throw;
        }
        finally
        {
            capture.Drain();
        }
    }

    private ValueTask TakeAsync(MediaItem item)
    {
        switch (item)
        {
            case MediaItem.Picture picture:
                TakeFrame(picture.Frame);
                return isLive ? context.Hub.PublishAsync(picture.Frame) : default;
            case MediaItem.Samples samples:
                return TakeAudioAsync(samples.Block);
            case MediaItem.Packet packet:
                return context.Hub.PublishAsync(packet.Content);
            default:
                assembler.Pause();
                context.Tap?.TakePause();
                return default;
        }
    }

    private ValueTask TakeAudioAsync(AudioBlock block)
    {
        context.Audio?.OnSamples(block.Samples);
        var firstSample = assembler.AddAudio(block);
        context.Tap?.TakeAudio(block, firstSample);
        return passesPackets ? default : context.Hub.PublishAsync(block);
    }

    private void TakeFrame(VideoFrame frame)
    {
        var begun = context.Time.GetTimestamp();
        if (frame.NetworkPicture.IsEmpty) preprocessor.Process(frame, _picture);
        else frame.NetworkPicture.Span.CopyTo(_picture);
        _lastResize = context.Time.GetElapsedTime(begun);
        context.Metrics.Resize.Record(_lastResize);

        var slot = assembler.AddFrame(_picture, frame.PresentationTime);
        context.Tap?.TakeFrame(frame, _picture, slot);
        var waiting = new WaitingFrame(
            frame.Index, frame.PresentationTime, frame.CapturedAt, slot, frame.StillName,
            context.Hub.Wants(FeedContent.Pictures) ? frame.Share() : null,
            context.Hub.Wants(FeedContent.NetworkPictures) ? NetworkPicture.Of(_picture) : null);
        // Before it may be published.
        context.Metrics.CountFrameIn();
        if (context.DelayLine.Add(waiting) is > 0 and var left) context.Metrics.Skip(SkipReason.MapLate, left);
        context.Audio?.OnFrame();
    }

    private async ValueTask SendWindowsAsync(CancellationToken stop)
    {
        while (assembler.TryTake(out var step))
        {
            if (expectsAudio && step.Audio == AudioState.Missing) context.Metrics.CountAudioUnderrun();
            await context.Lane.WriteAsync(new InferenceRequest(step, _lastResize, context.Time.GetTimestamp()), stop).ConfigureAwait(false);
        }
    }
}
