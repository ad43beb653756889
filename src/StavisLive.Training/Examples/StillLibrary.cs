using Microsoft.Extensions.Logging;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Media.Sources.Stills;
using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Examples;

/// <summary>Decodes the photographs of a gaze folder once, so that training never waits for a file.</summary>
internal static partial class StillLibrary
{
    /// <summary>Reads all pictures of a split into memory: three bytes a pixel.</summary>
    /// <param name="folder">The gaze folder.</param>
    /// <param name="split">Which split.</param>
    /// <param name="skipBad">Whether a picture that cannot be read is named and left out, instead of ending the run.</param>
    /// <param name="log">Names what is left out.</param>
    /// <exception cref="SourceException">A picture cannot be read.</exception>
    /// <exception cref="InvalidDataException">The folder's tables are wrong, or nothing is left.</exception>
    public static IReadOnlyList<StillPicture> Load(string folder, string split, bool skipBad, ILogger log)
    {
        var reader = new PictureReader();
        var pictures = new List<StillPicture>();
        foreach (var image in GazeFolder.Read(folder, split))
        {
            try
            {
                using var frame = reader.Read(image.Path);
                pictures.Add(new StillPicture(image.Name, image.Group, DecodedPicture.Of(frame), image.Fixations));
            }
            catch (SourceException e) when (skipBad)
            {
                LogSkipped(log, e.Message);
            }
        }
        return pictures.Count > 0 ? pictures : throw new InvalidDataException($"No picture of {folder} could be read.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Left out: {Reason:l}")]
    private static partial void LogSkipped(ILogger log, string reason);
}
