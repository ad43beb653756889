using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>An eye tracker whose lines come through a pipe as it happens: what came last counts.</summary>
/// <remarks>The pipe is read by a thread of its own, which ends with the pipe or with the program.</remarks>
internal sealed class LiveTextGaze : IGazeSource
{
    private readonly TextReader _lines;
    private readonly NewestGaze _newest;
    private volatile bool _isDisposed;

    /// <param name="lines">The lines; borrowed.</param>
    /// <param name="time">The clock.</param>
    public LiveTextGaze(TextReader lines, TimeProvider time)
    {
        (_lines, _newest) = (lines, new NewestGaze(time));
        new Thread(Read, maxStackSize: 256 * 1024) { IsBackground = true, Name = "gaze" }.Start();
    }

    /// <inheritdoc />
    public GazeSample? At(MediaTime time) => _newest.Get();

    /// <inheritdoc />
    public void Dispose() => _isDisposed = true;

    private void Read()
    {
        try
        {
            while (!_isDisposed && _lines.ReadLine() is { } line)
            {
                if (GazeSample.Parse(line) is { } sample) _newest.Take(sample);
            }
        }
        catch (IOException)
        {
            // The pipe broke: no gaze comes any more, and the saliency steps in.
        }
    }
}
