using System.Text;
using CsCheck;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Evaluation.Foveation;
using StavisLive.Testing;

namespace StavisLive.Evaluation.Tests.Datasets;

/// <summary>Every table that data sets and eye trackers come with.</summary>
public sealed class CsvFuzzTests : IDisposable
{
    private static readonly Gen<string> Odd = Gen.Frequency(
        (2, Gen.OneOf("a", "0", "1", "0.5", "0.25", "300", "train")),
        (2, Gen.OneOf("NaN", "Infinity", "1e400", "-1e300", "1e-400", "99999999999999999999", "-1", "0x10", "1.5", "", " ", "\"0,5\"", "٣")),
        (1, Fuzzing.OddText));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csv-fuzz-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void GazeFolder_OddTables_AreReadOrRefused() => Run(
        Tables("image a", "observer 3", "order 0", "x 0.5", "y 0.25", "duration_ms 300"), Tables("image a", "split train"), "fixations.csv", "images.csv", "images/a.jpg", folder => GazeFolder.Read(folder));

    [Fact]
    public void GazeClipFolder_OddTables_AreReadOrRefused() => Run(
        Tables("clip a", "x 0.5", "y 0.25", "time 1.5", "duration_ms 300"), Tables("clip a", "split train"), "fixations.csv", "clips.csv", "clips/a.mp4", folder => GazeClipFolder.Read(folder));

    [Fact]
    public void GazeTable_OddTables_AreReadOrRefused() => Run(
        Tables("observer b", "time 1.5", "x 0.5", "y 0.25", "duration_ms 300"), Gen.Const(""), "gaze.csv", "none.csv", "none", folder =>
        {
            var table = GazeTable.Read(Path.Combine(folder, "gaze.csv"), 25, 250);
            Assert.InRange(table.OfOneObserver().Observers, 1, table.Observers);
        });

    [Fact]
    public void FoldList_OddLists_AreReadOrRefused() => Run(
        Gen.Frequency((3, Gen.Int[0, 9].Select(number => $"clip{number} 250 25")), (1, Gen.Frequency((4, Odd), (1, Gen.OneOf("\u00a0", "\t"))).Array[2, 4].Select(fields => string.Join(' ', fields))))
            .Array[0, 4].Select(lines => string.Join('\n', lines)),
        Gen.Const(""), "list.txt", "none.csv", "none", folder => FoldList.Read(Path.Combine(folder, "list.txt")));

    // Columns, each with what may stand in it, in their order or not, twice, or another's; rows of as many fields or not.
    private static Gen<string> Tables(params string[] columns)
    {
        string[] names = [.. columns.Select(column => column.Split(' ')[0])];
        string[] good = [.. columns.Select(column => column.Split(' ')[1])];
        var row = Gen.Frequency(
            (4, Gen.Const(good)),
            (3, Gen.Select(Gen.Int[0, good.Length - 1], Odd).Select((at, odd) => good.Select((field, index) => index == at ? odd : field).ToArray())),
            (1, Odd.Array[0, columns.Length + 2]));
        return Gen.Select(
            Gen.Frequency((6, Gen.Const(names)), (1, Gen.OneOf([.. names, "frame", ""]).Array[0, names.Length + 1])),
            row.Array[0, 4], Gen.OneOf("\n", "\n", "\r\n", "\n\n"), Gen.OneOf("", "", "", "\ufeff", "\0"))
            .Select((heading, rows, line, before) => before + string.Join(line, rows.Select(fields => string.Join(',', fields)).Prepend(string.Join(',', heading))));
    }

    private void Run(Gen<string> tables, Gen<string> splits, string tableName, string splitName, string file, Action<string> read) => Fuzzing.Run(
        Gen.Select(tables, Gen.Frequency((2, Gen.Const("")), (1, splits))),
        input =>
        {
            var folder = Fuzzing.PathOf(_folder, "set");
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.WriteAllText(Path.Combine(folder, file), "");
            File.WriteAllText(Path.Combine(folder, tableName), input.Item1, Encoding.UTF8);
            if (input.Item2.Length > 0) File.WriteAllText(Path.Combine(folder, splitName), input.Item2, Encoding.UTF8);
            else File.Delete(Path.Combine(folder, splitName));
            read(folder);
        },
        e => e is InvalidDataException, TestContext.Current.TestOutputHelper!.WriteLine);
}
