using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>Repeats a source for ever on one time line: each pass begins one frame after the last one ended.</summary>
/// <remarks>Opens the source anew for each pass and owns the one that is open.</remarks>
/// <param name="reopen">Makes the source of a pass. It must not hand encoded audio over: packets of two passes may overlap.</param>
public sealed class LoopingSource(Func<ISource> reopen) : ISource
{
    private ISource _pass = reopen();
    private SourceDescription? _description;

    /// <inheritdoc />
    public string Name => _pass.Name;

    /// <inheritdoc />
    public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        _description = await _pass.OpenAsync(cancellationToken).ConfigureAwait(false);
        return _description with { FrameCount = null };
    }

    /// <inheritdoc />
    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var writer = new Writer(output, _description ?? throw new InvalidOperationException("Not open."));
        while (true)
        {
            await _pass.ReadAsync(writer, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (!writer.NextPass()) throw new SourceException($"{Name} has no frame to repeat.");
            await _pass.DisposeAsync().ConfigureAwait(false);
            _pass = reopen();
            await _pass.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _pass.DisposeAsync();

    private sealed class Writer(IMediaWriter output, SourceDescription description) : MediaWriterDecorator(output)
    {
        private readonly MediaTime _frameDuration = MediaTime.FromSeconds(1 / (description.FrameRate > 0 ? description.FrameRate : 25));
        private MediaTime _offset;
        private MediaTime _last;
        private MediaTime? _first;
        private MediaTime _audioEnd;
        private long _index;
        private bool _hasFrames;

        /// <summary>Moves the line's offset behind what has been written; false if that was nothing.</summary>
        public bool NextPass()
        {
            if (!_hasFrames) return false;
            _offset = _last + _frameDuration - _first!.Value;
            _hasFrames = false;
            return true;
        }

        public override ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            _first ??= frame.PresentationTime;
            frame.PresentationTime += _offset;
            frame.Index = _index++;
            _last = frame.PresentationTime;
            _hasFrames = true;
            return Output.WriteAsync(frame, cancellationToken);
        }

        public override ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
        {
            block.PresentationTime += _offset;
            // The last pass's audio may reach beyond its pictures: what overlaps it is left out.
            var overlap = (int)Math.Clamp(
                (_audioEnd - block.PresentationTime).Seconds * AudioFormat.SampleRate, 0, block.Count);
            var rest = overlap == 0 ? block : Behind(block, overlap);
            _audioEnd = rest.PresentationTime + MediaTime.FromSeconds((double)rest.Count / AudioFormat.SampleRate);
            return Output.WriteAsync(rest, cancellationToken);
        }

        public override ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
        {
            packet.Dispose();
            throw new InvalidOperationException("A repeated source hands no encoded sound over.");
        }

        private static AudioBlock Behind(AudioBlock block, int skipped)
        {
            using (block)
            {
                var rest = AudioBlock.Rent(block.Count - skipped);
                block.Samples[skipped..].CopyTo(rest.Samples);
                rest.PresentationTime = block.PresentationTime + MediaTime.FromSeconds((double)skipped / AudioFormat.SampleRate);
                return rest;
            }
        }
    }
}
