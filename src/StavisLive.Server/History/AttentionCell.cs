using StavisLive.Core.Media;

namespace StavisLive.Server.History;

/// <summary>Where attention was at one source in one stretch of time.</summary>
/// <param name="Source">The source's id.</param>
/// <param name="Slot">Which stretch: whole <see cref="AttentionClock.Seconds"/> since 1970.</param>
/// <param name="Maps">How many maps it is the mean of.</param>
/// <param name="Grid">The bytes of an <see cref="AttentionGrid"/>.</param>
/// <param name="Watched">What of the whole frame was watched, which the grid is of; null: all of it.</param>
internal sealed record AttentionCell(string Source, long Slot, int Maps, byte[] Grid, FrameArea? Watched = null);
