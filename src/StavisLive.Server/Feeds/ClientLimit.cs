namespace StavisLive.Server.Feeds;

/// <summary>How many may follow feeds at the same time, over all protocols. Thread-safe.</summary>
internal sealed class ClientLimit
{
    /// <summary>What those are told for whom there is no place.</summary>
    public const string Refusal = "There are too many viewers already.";

    /// <summary>How many follow feeds at most that no other machine passes on.</summary>
    /// <remarks>Each may cost some hundred kilobytes of buffers.</remarks>
    public const int MostHere = 512;

    // Through other machines comes one for every source that somebody looks at there: a wall of a hundred, and twenty who look at it.
    private const int MostPassedOn = 2048;

    private int _here;
    private int _passedOn;

    /// <summary>A place, which is given back with its disposal; null where there is none.</summary>
    /// <param name="isPassedOn">Whether another machine passes the request on.</param>
    public IDisposable? Enter(bool isPassedOn = false) => isPassedOn ? Enter(ref _passedOn, MostPassedOn, LeavePassedOn) : Enter(ref _here, MostHere, LeaveHere);

    private static Place? Enter(ref int count, int most, Action leave)
    {
        if (Interlocked.Increment(ref count) <= most) return new Place(leave);
        Interlocked.Decrement(ref count);
        return null;
    }

    private void LeaveHere() => Interlocked.Decrement(ref _here);

    private void LeavePassedOn() => Interlocked.Decrement(ref _passedOn);

    private sealed class Place(Action leave) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) leave();
        }
    }
}
