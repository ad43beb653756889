using StavisLive.Core.Media;

namespace StavisLive.Core.Synchronization;

/// <summary>Finds when something in a picture lights up at once. Not thread-safe.</summary>
/// <remarks>
/// A lamp or a screen need not fill the picture: its brightness is looked at by cells, and what counts is the cell that brightens most
/// from one picture to the next. A flash that falls into a picture's exposure shows in it by half; the first picture that shows it
/// counts.
/// </remarks>
internal sealed class FlashDetector
{
    private const int Columns = 8;
    private const int Rows = 8;

    // Samples of a cell along each side: enough for a mean, and nothing beside a picture's conversion.
    private const int SamplesAcross = 8;

    // A tenth of the scale from black to white; what moves in a room brightens cells of this size by less, and by less than a
    // sixth of what a flash does.
    private const double LeastStep = 24;
    private const double AboveUsual = 6;

    // Flashes are alike; what is much weaker than most of them is something else.
    private const double AlikeShare = 0.4;
    private const double Typical = 0.8;
    private static readonly MediaTime Apart = MediaTime.FromMilliseconds(250);

    private readonly List<(MediaTime Time, float Step)> _steps = [];
    private readonly float[] _brightness = new float[Columns * Rows];
    private readonly float[] _before = new float[Columns * Rows];

    /// <summary>Pictures seen.</summary>
    public int Count => _steps.Count;

    /// <summary>Looks at the next picture. Borrows it.</summary>
    public void Add(VideoFrame frame)
    {
        Measure(frame);
        var step = 0f;
        if (_steps.Count > 0)
            for (var cell = 0; cell < _brightness.Length; cell++) step = Math.Max(step, _brightness[cell] - _before[cell]);
        _brightness.CopyTo(_before, 0);
        _steps.Add((frame.PresentationTime, step));
    }

    /// <summary>When the flashes so far began, in seconds of the pictures' line.</summary>
    public double[] Find()
    {
        if (_steps.Count == 0) return [];
        var usual = Quantile.Of(_steps.Select(step => (double)step.Step), 0.5);
        var threshold = Math.Max(LeastStep, AboveUsual * usual);
        var flashes = new List<(MediaTime Begin, float Step)>();
        MediaTime? last = null;
        foreach (var (time, step) in _steps.Where(step => step.Step >= threshold))
        {
            if (last is { } previous && time - previous < Apart) flashes[^1] = (flashes[^1].Begin, Math.Max(flashes[^1].Step, step));
            else flashes.Add((time, step));
            last = time;
        }
        if (flashes.Count == 0) return [];
        var alike = AlikeShare * Quantile.Of(flashes.Select(flash => (double)flash.Step), Typical);
        return [.. flashes.Where(flash => flash.Step >= alike).Select(flash => flash.Begin.Seconds)];
    }

    private void Measure(VideoFrame frame)
    {
        var pixels = frame.Pixels;
        for (var cell = 0; cell < _brightness.Length; cell++)
        {
            var (row, column) = (cell / Columns, cell % Columns);
            var sum = 0;
            for (var i = 0; i < SamplesAcross * SamplesAcross; i++)
            {
                var y = ((row * SamplesAcross) + (i / SamplesAcross)) * frame.Height / (Rows * SamplesAcross);
                var x = ((column * SamplesAcross) + (i % SamplesAcross)) * frame.Width / (Columns * SamplesAcross);
                // Green carries most of the brightness.
                sum += pixels[(y * frame.Stride) + (x * 3) + 1];
            }
            _brightness[cell] = (float)sum / (SamplesAcross * SamplesAcross);
        }
    }
}
