using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Server.History;

/// <summary>When a region of what a source watches had how much of the attention. Thread-safe.</summary>
/// <param name="database">Where it is remembered; borrowed.</param>
internal sealed class AttentionHistory(HistoryDatabase database)
{
    /// <summary>Most intervals of one answer.</summary>
    public const int MostIntervals = 1000;

    // Of a region smaller than that, only part of a cell is known.
    private const double LeastArea = 1.0 / AttentionGrid.Length;
    private const double MostShare = 0.95;

    /// <summary>
    /// The share that a region must have where nobody says otherwise: twice what it would have if attention were everywhere alike, but
    /// never below that of two cells of the grid, nor above 0.95.
    /// </summary>
    public static double DefaultShare(FrameArea region) => Math.Min(MostShare, 2 * Math.Max(region.Width * region.Height, LeastArea));

    /// <summary>The times in which a region had at least a share of the attention, oldest first.</summary>
    /// <param name="sourceId">The source's id; one that is gone is remembered as long as the others.</param>
    /// <param name="region">The region, in fractions of what is watched.</param>
    /// <param name="from">Ten seconds that end after it count.</param>
    /// <param name="to">Ten seconds that begin before it count.</param>
    /// <param name="share">0 to 1; null: <see cref="DefaultShare"/>.</param>
    /// <param name="limit">Most intervals, 1 to <see cref="MostIntervals"/>; what comes after them is left out.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="SinkException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<AttentionInterval>> SearchAsync(
        string sourceId, FrameArea region, DateTimeOffset from, DateTimeOffset to, double? share = null, int limit = MostIntervals,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostIntervals);
        var least = share ?? DefaultShare(region);
        var found = new List<AttentionInterval>();
        var run = new ShareRun();
        await foreach (var row in ReadAsync(sourceId, region, from, to, cancellationToken).ConfigureAwait(false))
        {
            if (run.Count > 0 && (row.Share < least || row.At != run.End))
            {
                found.Add(run.Close());
                if (found.Count == limit) return found;
            }
            if (row.Share >= least) run.Add(row);
        }
        if (run.Count > 0) found.Add(run.Close());
        return found;
    }

    /// <summary>The share of the attention that a region had in each ten seconds that there are maps of, oldest first.</summary>
    /// <remarks>Read as it is asked for, a day at a time: any length takes the same memory.</remarks>
    /// <param name="sourceId">The source's id; one that is gone is remembered as long as the others.</param>
    /// <param name="region">The region, in fractions of what is watched.</param>
    /// <param name="from">Ten seconds that end after it count.</param>
    /// <param name="to">Ten seconds that begin before it count.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SinkException">The history cannot be read.</exception>
    public async IAsyncEnumerable<AttentionShare> ReadAsync(
        string sourceId, FrameArea region, DateTimeOffset from, DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!region.IsWithinFrame) throw new ArgumentException("The region must lie within the frame.", nameof(region));
        if (to <= from) yield break;
        var (first, last) = (AttentionClock.SlotOf(from), AttentionClock.SlotOf(to.AddTicks(-1)));
        var weights = AttentionGrid.WeightsOf(region);
        await using var rows = database.ReadAsync(sourceId, weights, first, last, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(rows).ConfigureAwait(false))
            yield return new AttentionShare(AttentionClock.StartOf(rows.Current.Slot), rows.Current.Share);
    }

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<(long Slot, double Share)> rows)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw new SinkException($"What is remembered in {database.Name} (`serve.history.file`) cannot be read: {HistoryFailure.Of(e)}.", e);
        }
    }
}
