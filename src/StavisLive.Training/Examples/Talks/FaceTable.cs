using System.Globalization;
using StavisLive.Evaluation.Datasets;
using StavisLive.Media.Faces;

namespace StavisLive.Training.Examples.Talks;

/// <summary>Faces of photographs as a table: <c>image,left,top,side</c>, in pixels.</summary>
internal static class FaceTable
{
    /// <summary>Writes a table, whole or not at all.</summary>
    public static void Write(string path, IEnumerable<(string Name, FaceBox Face)> faces)
    {
        var unfinished = path + ".part";
        File.WriteAllText(unfinished, "image,left,top,side\n" + string.Concat(faces
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Name},{entry.Face.Left:0.##},{entry.Face.Top:0.##},{entry.Face.Side:0.##}\n"))));
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidDataException">A row is wrong.</exception>
    public static ILookup<string, FaceBox> Read(string path)
    {
        var table = CsvTable.Read(path, "image", "left", "top", "side");
        return table.Rows.ToLookup(row => row.Text("image"), row => new FaceBox(row.Number("left"), row.Number("top"), row.Number("side")));
    }
}
