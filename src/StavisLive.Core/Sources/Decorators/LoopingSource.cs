using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>Repeats a source for ever on one time line: each pass begins one frame after the last one ended, whatever audio is left.</summary>
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
        using var writer = new Writer(output, _description ?? throw new InvalidOperationException("Not open."));
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

    /// <summary>Keeps audio back until a picture of its time comes: what is left when there is none belongs to no pass.</summary>
    private sealed class Writer(IMediaWriter output, SourceDescription description) : MediaWriterDecorator(output), IDisposable
    {
        private static readonly MediaTime Never = new(long.MaxValue / 2);

        private readonly MediaTime _frameDuration = MediaTime.FromSeconds(1 / (description.FrameRate > 0 ? description.FrameRate : 25));
        private readonly Queue<AudioBlock> _held = new();

        // Samples of the oldest of them that are over, heard or left out. The rest stays where it is: of half a minute it would be copied for each picture.
        private int _over;
        private MediaTime _offset;
        private MediaTime _last;
        private MediaTime? _first;
        private MediaTime _audioEnd;
        private long _index;
        private bool _hasFrames;

        private MediaTime PictureEnd => _last + _frameDuration;

        /// <summary>Moves the line's offset behind what has been written; false if that was nothing.</summary>
        public bool NextPass()
        {
            if (!_hasFrames) return false;
            _offset = PictureEnd - _first!.Value;
            _hasFrames = false;
            Forget();
            return true;
        }

        public override async ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            _first ??= frame.PresentationTime;
            frame.PresentationTime += _offset;
            frame.Index = _index++;
            _last = frame.PresentationTime;
            _hasFrames = true;
            try
            {
                await PassAudioAsync(PictureEnd, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                frame.Dispose();
                throw;
            }
            await Output.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        public override ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
        {
            block.PresentationTime += _offset;
            _held.Enqueue(block);
            return PassAudioAsync(PictureEnd, cancellationToken);
        }

        public override ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
        {
            packet.Dispose();
            throw new InvalidOperationException("A repeated source hands no encoded sound over.");
        }

        // Whatever came before it has been heard.
        public override async ValueTask WritePauseAsync(CancellationToken cancellationToken)
        {
            await PassAudioAsync(Never, cancellationToken).ConfigureAwait(false);
            await Output.WritePauseAsync(cancellationToken).ConfigureAwait(false);
        }

        public void Dispose() => Forget();

        private async ValueTask PassAudioAsync(MediaTime end, CancellationToken cancellationToken)
        {
            while (_held.TryPeek(out var block) && IndexOf(end, block) is var ready && ready > _over)
            {
                // Audio that begins before its pictures reaches into the pass before: what overlaps is left out.
                var from = Math.Max(_over, IndexOf(_audioEnd, block));
                var heard = from < ready ? Part(block, from, ready) : null;
                _over = ready;
                if (ready == block.Count) Next();
                if (heard is null) continue;
                _audioEnd = TimeOf(ready, block);
                await Output.WriteAsync(heard, cancellationToken).ConfigureAwait(false);
            }
        }

        private void Forget()
        {
            while (_held.Count > 0) Next();
        }

        private void Next()
        {
            _held.Dequeue().Dispose();
            _over = 0;
        }

        private static int IndexOf(MediaTime time, AudioBlock block) =>
            (int)Math.Clamp((time - block.PresentationTime).Seconds * AudioFormat.SampleRate, 0, block.Count);

        private static MediaTime TimeOf(int sample, AudioBlock block) =>
            block.PresentationTime + MediaTime.FromSeconds((double)sample / AudioFormat.SampleRate);

        private static AudioBlock Part(AudioBlock block, int from, int to)
        {
            if (from == 0 && to == block.Count) return block.Share();
            var part = AudioBlock.Rent(to - from);
            block.Samples[from..to].CopyTo(part.Samples);
            part.PresentationTime = TimeOf(from, block);
            return part;
        }
    }
}
