namespace StavisLive.Evaluation.Datasets.Gaze;

/// <summary>A folder of pictures with human fixations.</summary>
/// <remarks>
/// <c>images/NAME.jpg</c> (or .png); <c>fixations.csv</c> with the columns image, observer, order, x, y and duration_ms; and,
/// where the pictures are divided, <c>images.csv</c> with the columns image and split.
/// </remarks>
public static class GazeFolder
{
    private static readonly GazeListing Listing = new("picture", "image", "images", [".jpg", ".jpeg", ".png"]);

    /// <summary>The pictures of a folder in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="split">Only those of one split; null: all.</param>
    /// <exception cref="InvalidDataException">A row that is wrong, a picture without file, or nothing in this split.</exception>
    /// <exception cref="IOException">A table cannot be read.</exception>
    public static IReadOnlyList<GazeImage> Read(string folder, string? split = null)
    {
        var table = CsvTable.Read(Path.Combine(folder, "fixations.csv"), "image", "observer", "order", "x", "y", "duration_ms");
        var fixations = Listing.ReadFixations(table, row =>
        {
            var fixation = new Fixation(
                row.Integer("observer"), row.Integer("order"), row.Number("x"), row.Number("y"), row.Integer("duration_ms"));
            return (fixation, fixation.X, fixation.Y);
        });
        return Listing.Read(folder, split, fixations, (name, file, of, looks) => new GazeImage(name, file, of, looks));
    }
}
