namespace StavisLive.Core.Synchronization;

/// <summary>Follows how one clock runs against another, from readings of both that jitter. Not thread-safe.</summary>
/// <remarks>
/// A reading comes late by what the scheduler and buffers made of it, seldom early: of each second the lower quartile of the
/// readings counts. A line through the last five minutes of them is the relation; seconds far off it are left out, and
/// where the newest ones all are, the relation has changed (samples were lost) and the older ones are forgotten.
/// </remarks>
public sealed class ClockTracker
{
    private const double BucketLength = 1;
    private const int MostPoints = 300;

    // A first minute that jitters says little about a rate: crystals are off by 20 to 100 ppm, which is taken for granted
    // against points that scatter by a millisecond. In seconds squared: (1e-3 / 100e-6)^2.
    private const double Doubt = 100;

    // Of jitter within a second hardly anything is left in its quartile; a lost period of a sound card is 10 ms and more.
    private const double Step = 0.005;
    private const int StepLength = 5;

    // Points this many deviations off are not believed; nor is a deviation of less than a tenth of a millisecond.
    private const double Believed = 4;
    private const double LeastDeviation = 1e-4;

    // Seconds before a rate is more than a guess.
    private const int LeastPoints = 10;

    private readonly List<double> _bucket = [];
    private readonly List<Point> _points = [];
    private double _bucketBegin;
    private double _priorRate;
    private double _centre;
    private double _offset;

    /// <summary>Whether there is an offset to tell.</summary>
    public bool IsKnown => _points.Count > 0;

    /// <summary>Whether the rate rests on enough readings to be told.</summary>
    public bool IsSettled => _points.Count >= LeastPoints;

    /// <summary>What the observing clock advances by while the own clock advances by one second, less one.</summary>
    public double Rate { get; private set; }

    /// <summary>How much faster the own clock runs than the observing one, in parts per million; null before it is known.</summary>
    public double? DriftPpm => IsSettled ? ((1 / (1 + Rate)) - 1) * 1e6 : null;

    /// <summary>Takes a pair of readings, in seconds. Own readings never run backwards.</summary>
    /// <param name="own">The clock that is followed, such as samples counted.</param>
    /// <param name="observed">The clock that it is held against.</param>
    public void Add(double own, double observed)
    {
        if (_bucket.Count == 0) _bucketBegin = own;
        _bucket.Add(observed - own);
        if (own - _bucketBegin < BucketLength) return;
        _bucket.Sort();
        _points.Add(new Point((_bucketBegin + own) / 2, _bucket[_bucket.Count / 4]));
        _bucket.Clear();
        if (_points.Count > MostPoints) _points.RemoveAt(0);
        ForgetBeforeStep();
        Fit();
    }

    /// <summary>How much later than <paramref name="own"/> the observing clock reads at that moment, in seconds.</summary>
    public double OffsetAt(double own) => _offset + (Rate * (own - _centre));

    private void ForgetBeforeStep()
    {
        if (_points.Count <= StepLength) return;
        var newest = _points[^StepLength..];
        var isLater = newest.TrueForAll(point => point.Offset - OffsetAt(point.Own) > Step);
        var isEarlier = newest.TrueForAll(point => point.Offset - OffsetAt(point.Own) < -Step);
        if (!isLater && !isEarlier) return;
        _points.RemoveRange(0, _points.Count - StepLength);
        _priorRate = Rate;
    }

    private void Fit()
    {
        FitThrough(_points);
        var deviations = _points.ConvertAll(Deviation);
        deviations.Sort();
        var most = Believed * Math.Max(LeastDeviation, deviations[deviations.Count / 2]);
        FitThrough(_points.FindAll(point => Deviation(point) <= most));
    }

    private double Deviation(Point point) => Math.Abs(point.Offset - OffsetAt(point.Own));

    // Ridge regression about the centre: with few points the rate stays near what it was.
    private void FitThrough(List<Point> points)
    {
        double own = 0, offset = 0;
        foreach (var point in points) (own, offset) = (own + point.Own, offset + point.Offset);
        (_centre, _offset) = (own / points.Count, offset / points.Count);
        double square = Doubt, product = Doubt * _priorRate;
        foreach (var point in points)
        {
            square += (point.Own - _centre) * (point.Own - _centre);
            product += (point.Own - _centre) * (point.Offset - _offset);
        }
        Rate = product / square;
    }

    private readonly record struct Point(double Own, double Offset);
}
