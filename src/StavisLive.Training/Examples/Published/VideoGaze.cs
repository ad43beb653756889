using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Evaluation.Maps;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Training.Examples.Published;

/// <summary>Where people looked in a frame of a video.</summary>
/// <param name="Density">0..1, raster order.</param>
/// <param name="Counts">More than 0 where somebody looked.</param>
internal sealed record VideoGaze(float[] Density, float[] Counts)
{
    /// <summary>Reads a frame's maps.</summary>
    /// <param name="video">The video.</param>
    /// <param name="number">Number of the frame, from 1.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result; null: as many as keep the shape of the file's.</param>
    /// <exception cref="SourceException">The density cannot be read.</exception>
    /// <exception cref="InvalidDataException">The fixations cannot be read.</exception>
    public static (VideoGaze Gaze, int Width) Read(PublishedVideo video, int number, int height, int? width)
    {
        var file = GrayPicture.Read(video.Density(number));
        var columns = width ?? (int)Math.Round((double)height * file.Width / file.Height);
        var density = new double[columns * height];
        new MapResizer(file.Width, file.Height, columns, height, ResizeKernel.Bilinear).Apply(Array.ConvertAll(file.Pixels, pixel => pixel / 255.0), density);

        var map = video.ReadFixations(number);
        var counts = new float[columns * height];
        for (var at = 0; at < map.Values.Length; at++)
        {
            if (map.Values[at] <= 0) continue;
            var (row, column) = Math.DivRem(at, map.Columns);
            counts[((int)((row + 0.5) / map.Rows * height) * columns) + (int)((column + 0.5) / map.Columns * columns)]++;
        }
        return (new VideoGaze(Array.ConvertAll(density, value => (float)value), counts), columns);
    }

    /// <summary>Exchanges left and right.</summary>
    public void Mirror(int width)
    {
        for (var row = 0; row < Density.Length; row += width)
        {
            Density.AsSpan(row, width).Reverse();
            Counts.AsSpan(row, width).Reverse();
        }
    }
}
