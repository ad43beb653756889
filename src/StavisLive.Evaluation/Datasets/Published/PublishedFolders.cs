using System.Text.RegularExpressions;

namespace StavisLive.Evaluation.Datasets.Published;

/// <summary>Where the videos of one of the published data sets lie.</summary>
/// <remarks>As the authors of STAViS hand them out: <c>video_frames/DIEM/NAME/img_00001.jpg</c>,
/// <c>video_audio/DIEM/NAME/NAME.wav</c>, <c>annotations/DIEM/NAME/fixMap_00001.mat</c> and
/// <c>annotations/DIEM/NAME/maps/eyeMap_00001.jpg</c>, with lists such as <c>fold_lists/DIEM_list_test_fps.txt</c>.</remarks>
/// <param name="Frames">A folder of frames for each video.</param>
/// <param name="Audio">A folder with a sound file for each video.</param>
/// <param name="Annotations">A folder of maps for each video.</param>
public sealed partial record PublishedFolders(string Frames, string Audio, string Annotations)
{
    /// <summary>The folders under a root that go with a list, by the data set that its name begins with.</summary>
    /// <exception cref="InvalidDataException">The list's name tells no data set.</exception>
    public static PublishedFolders Of(string root, string list)
    {
        var match = ListName().Match(Path.GetFileName(list));
        if (!match.Success)
            throw new InvalidDataException($"{list} is not named like DIEM_list_test_fps.txt, so it doesn't tell its data set; give `frames`, `audio` and `annotations`.");
        var database = match.Groups["database"].Value;
        return new PublishedFolders(
            Path.Combine(root, "video_frames", database), Path.Combine(root, "video_audio", database), Path.Combine(root, "annotations", database));
    }

    [GeneratedRegex("^(?<database>.+)_list_")]
    private static partial Regex ListName();
}
