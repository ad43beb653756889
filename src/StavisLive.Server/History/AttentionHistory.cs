using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Server.History;

/// <summary>When a region of a source's frame had how much of the attention. Thread-safe.</summary>
/// <param name="database">Where it is remembered; borrowed.</param>
internal sealed class AttentionHistory(HistoryDatabase database)
{
    // Of a region smaller than that, only part of a cell is known.
    private const double LeastArea = 1.0 / AttentionGrid.Length;
    private const double MostShare = 0.95;

    /// <summary>
    /// The share that a region must have where nobody says otherwise: twice what it would have if attention were everywhere alike, but
    /// never below that of two cells of the grid, nor above 0.95.
    /// </summary>
    public static double DefaultShare(FrameArea region) => Math.Min(MostShare, 2 * Math.Max(region.Width * region.Height, LeastArea));

    /// <summary>The times in which a region had at least a share of the attention, oldest first.</summary>
    /// <remarks>Read as they are asked for, a day at a time: any number takes the same memory.</remarks>
    /// <param name="sourceId">The source's id; one that is gone is remembered as long as the others.</param>
    /// <param name="region">The region, in fractions of the whole frame.</param>
    /// <param name="from">Ten seconds that end after it count.</param>
    /// <param name="to">Ten seconds that begin before it count.</param>
    /// <param name="share">0 to 1; null: <see cref="DefaultShare"/> of the part of the region that was watched.</param>
    /// <param name="watchedNow">What of the whole frame is watched now; null: all of it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="SinkException">The history cannot be read.</exception>
    public async IAsyncEnumerable<AttentionInterval> SearchAsync(
        string sourceId, FrameArea region, DateTimeOffset from, DateTimeOffset to, double? share = null, FrameArea? watchedNow = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = new ShareRun();
        await foreach (var row in ReadAsync(sourceId, region, from, to, watchedNow, cancellationToken).ConfigureAwait(false))
        {
            var isFound = row.Share >= (share ?? row.UsualShare);
            if (run.Count > 0 && (!isFound || row.At != run.End)) yield return run.Close();
            if (isFound) run.Add(row);
        }
        if (run.Count > 0) yield return run.Close();
    }

    /// <summary>The share of the attention that a region had in each ten seconds in which some of it was watched, oldest first.</summary>
    /// <remarks>Read as it is asked for, a day at a time: any length takes the same memory.</remarks>
    /// <param name="sourceId">The source's id; one that is gone is remembered as long as the others.</param>
    /// <param name="region">The region, in fractions of the whole frame.</param>
    /// <param name="from">Ten seconds that end after it count.</param>
    /// <param name="to">Ten seconds that begin before it count.</param>
    /// <param name="watchedNow">What of the whole frame is watched now; null: all of it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SinkException">The history cannot be read.</exception>
    public async IAsyncEnumerable<AttentionShare> ReadAsync(
        string sourceId, FrameArea region, DateTimeOffset from, DateTimeOffset to, FrameArea? watchedNow = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!region.IsWithinFrame) throw new ArgumentException("The region must lie within the frame.", nameof(region));
        if (to <= from) yield break;
        var (first, last) = (AttentionClock.SlotOf(from), AttentionClock.SlotOf(to.AddTicks(-1)));
        await using var rows = database.ReadAsync(sourceId, new(region, watchedNow), first, last, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(rows).ConfigureAwait(false)) yield return rows.Current;
    }

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<AttentionShare> rows)
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
