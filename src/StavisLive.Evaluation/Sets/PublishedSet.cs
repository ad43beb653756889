using StavisLive.Core.Media;
using StavisLive.Evaluation.Baselines;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Evaluation.Maps;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Evaluation.Sets;

/// <summary>The videos of a published data set that a list names (<see cref="PublishedFolders"/>).</summary>
public static class PublishedSet
{
    // Enough for a mean over minutes of video; every one costs a JPEG.
    private const int MeanFramesPerVideo = 16;

    /// <summary>Opens a list, and checks that every file of its videos is there.</summary>
    /// <param name="folders">Where the videos lie.</param>
    /// <param name="list">The videos to evaluate.</param>
    /// <param name="trainingList">The videos of the training set's mean map; null for none.</param>
    /// <param name="lastIsSilent">Whether the last video with audio gets silence, as the authors' loader has it by mistake.</param>
    /// <exception cref="InvalidDataException">A list is wrong, or files are missing; the message names them.</exception>
    /// <exception cref="IOException">A list cannot be read.</exception>
    public static EvaluationSet Open(PublishedFolders folders, string list, string? trainingList, bool lastIsSilent)
    {
        var videos = PublishedList.Read(folders, list);
        var silenced = lastIsSilent ? videos.LastOrDefault(video => video.Audio is not null) : null;
        return new EvaluationSet(
            Path.GetFileNameWithoutExtension(list),
            [.. videos.Select(video => new PublishedClip(video, isSilent: video == silenced))],
            trainingList is null ? null : MeanOf(PublishedList.Read(folders, trainingList)),
            [.. Notices(videos, silenced, trainingList)]);
    }

    private static FixedMap? MeanOf(IReadOnlyList<PublishedVideo> videos)
    {
        var mean = new MeanMap();
        var small = new double[SaliencyMap.Length];
        foreach (var video in videos)
        {
            var step = Math.Max(1, video.Entry.Frames / MeanFramesPerVideo);
            for (var number = 1; number <= video.Entry.Frames; number += step)
            {
                var density = GrayPicture.Read(video.Density(number));
                new MapResizer(density.Width, density.Height, SaliencyMap.Side, SaliencyMap.Side, ResizeKernel.Bilinear)
                    .Apply(Array.ConvertAll(density.Pixels, pixel => (double)pixel), small);
                mean.Add(small);
            }
        }
        return mean.ToBaseline();
    }

    private static IEnumerable<string> Notices(IReadOnlyList<PublishedVideo> videos, PublishedVideo? silenced, string? trainingList)
    {
        var mute = videos.Where(video => video.Audio is null).Select(video => video.Entry.Name).ToList();
        if (mute.Count > 0) yield return $"{mute.Count} of {videos.Count} videos have no .wav and are evaluated in silence: {string.Join(", ", mute)}.";
        if (silenced is not null) yield return $"{silenced.Entry.Name} is evaluated in silence, as the authors' loader has it for the last video of a list.";
        var longer = videos.Where(video => video.HasMoreFrames).Select(video => video.Entry.Name).ToList();
        if (longer.Count > 0) yield return $"{longer.Count} videos have more frames on disk than listed; those are left out: {string.Join(", ", longer)}.";
        if (trainingList is null) yield return "Without `trainingList` the training set's mean map is not among the baselines.";
    }
}
