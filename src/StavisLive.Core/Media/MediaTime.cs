namespace StavisLive.Core.Media;

/// <summary>A point on a stream's time line, or the distance between two, in nanoseconds.</summary>
/// <remarks>
/// Nanoseconds hold every stamp that reaches us exactly (Matroska's milliseconds, a camera's microseconds).
/// Wall-clock readings are a different thing: they are <see cref="TimeProvider.GetTimestamp"/> values.
/// </remarks>
public readonly record struct MediaTime(long Nanoseconds) : IComparable<MediaTime>
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>The line's origin.</summary>
    public static MediaTime Zero => default;

    /// <summary>This time in seconds.</summary>
    public double Seconds => Nanoseconds / NanosecondsPerSecond;

    /// <summary>This time in milliseconds.</summary>
    public double Milliseconds => Nanoseconds / 1e6;

    /// <summary>The nearest representable time to <paramref name="seconds"/>.</summary>
    public static MediaTime FromSeconds(double seconds) => new((long)Math.Round(seconds * NanosecondsPerSecond));

    /// <summary>The time of <paramref name="milliseconds"/>, exactly.</summary>
    public static MediaTime FromMilliseconds(long milliseconds) => new(milliseconds * 1_000_000);

    /// <summary>The same span as a <see cref="TimeSpan"/> (100 ns resolution).</summary>
    public TimeSpan ToTimeSpan() => new(Nanoseconds / 100);

    /// <inheritdoc />
    public int CompareTo(MediaTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The sum of two times.</summary>
    public static MediaTime operator +(MediaTime left, MediaTime right) => new(left.Nanoseconds + right.Nanoseconds);

    /// <summary>The time from one to another.</summary>
    public static MediaTime operator -(MediaTime left, MediaTime right) => new(left.Nanoseconds - right.Nanoseconds);

    /// <summary>Whether one comes before another.</summary>
    public static bool operator <(MediaTime left, MediaTime right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether one comes after another.</summary>
    public static bool operator >(MediaTime left, MediaTime right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether one comes before another, or at the same moment.</summary>
    public static bool operator <=(MediaTime left, MediaTime right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether one comes after another, or at the same moment.</summary>
    public static bool operator >=(MediaTime left, MediaTime right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{Seconds:0.000} s");
}
