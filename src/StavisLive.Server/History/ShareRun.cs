namespace StavisLive.Server.History;

/// <summary>Ten seconds after ten seconds, to one interval.</summary>
internal sealed class ShareRun
{
    private DateTimeOffset _start;
    private double _sum;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Where the next one would begin.</summary>
    public DateTimeOffset End => _start + Count * AttentionClock.Length;

    /// <summary>Adds the next one.</summary>
    public void Add(AttentionShare row)
    {
        if (Count == 0) (_start, _sum) = (row.At, 0);
        _sum += row.Share;
        Count++;
    }

    /// <summary>The interval; what comes next begins another.</summary>
    public AttentionInterval Close()
    {
        var interval = new AttentionInterval(_start, End, _sum / Count);
        Count = 0;
        return interval;
    }
}
