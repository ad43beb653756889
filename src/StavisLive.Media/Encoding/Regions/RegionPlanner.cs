using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Regions;

/// <summary>Says for each picture of a stream which regions an encoder is to treat better and worse, from where people look.</summary>
/// <remarks>Not thread-safe; one per stream. Allocates nothing per picture.</remarks>
public sealed class RegionPlanner
{
    private readonly DeltaQpPlanner _planner;
    private readonly RegionList _regions;

    /// <param name="width">Pixels per row of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="options">How strong, how sharp, within which limits.</param>
    /// <param name="mostLevels">How many differences the encoder can tell apart, 0 among them (VP9: 8); null: all of them.</param>
    public RegionPlanner(int width, int height, FoveationOptions options, int? mostLevels = null)
    {
        _planner = new DeltaQpPlanner(width, height, options);
        _regions = new RegionList(_planner.Current, mostLevels is { } count ? new QpLevels(options, count) : null);
    }

    /// <summary>The regions of a picture: they don't overlap, and what is covered by none is to stay as it is.</summary>
    /// <param name="map">Where people look: 112x112 values of 0 or more, in raster order, that cover the whole picture.</param>
    /// <param name="time">When the picture is shown.</param>
    /// <returns>The planner's own, valid until its next call.</returns>
    public ReadOnlySpan<RegionOfInterest> Plan(ReadOnlySpan<float> map, MediaTime time) => _regions.Of(_planner.Plan(map, time));
}
