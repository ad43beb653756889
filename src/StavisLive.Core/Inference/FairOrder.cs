namespace StavisLive.Core.Inference;

/// <summary>Says whose turn it is, so that each gets steps in proportion to its priority and none waits for ever. Not thread-safe.</summary>
/// <remarks>
/// Stride scheduling (Waldspurger and Weihl, 1995): a turn moves whoever takes it on by the inverse of its priority, and the one
/// that is furthest behind comes first. With equal priorities all take turns one after the other. Who could not use its turns while
/// it had nothing to do doesn't get them later, but for one: that much is what a moment's delay may cost.
/// </remarks>
internal sealed class FairOrder
{
    private double _now;
    private long _turns;

    /// <summary>A place in the order, as good as that of those who are there.</summary>
    /// <param name="priority">Its share beside the others', 1 or more.</param>
    public Place Join(int priority) => new(priority) { At = _now };

    /// <summary>Whether one place comes before another.</summary>
    public bool IsBefore(Place one, Place other) => (Due(one), one.LastTurn).CompareTo((Due(other), other.LastTurn)) < 0;

    /// <summary>A place has had its turn.</summary>
    /// <param name="place">The place.</param>
    /// <param name="weight">What the turn counts beside others of its priority: the more, the sooner is the next.</param>
    public void Take(Place place, double weight = 1)
    {
        var due = Due(place);
        _now = Math.Max(_now, due);
        place.At = due + (place.Stride / weight);
        place.LastTurn = ++_turns;
    }

    private double Due(Place place) => Math.Max(place.At, _now - place.Stride);

    /// <summary>Somebody's place in a <see cref="FairOrder"/>.</summary>
    internal sealed class Place(int priority)
    {
        /// <summary>How far a turn moves it.</summary>
        public double Stride { get; } = 1.0 / priority;

        /// <summary>Where it stands.</summary>
        public double At { get; set; }

        /// <summary>Number of its last turn: among equals the one that has waited longest comes first.</summary>
        public long LastTurn { get; set; }
    }
}
