using System.Globalization;
using OpenCvSharp;

namespace StavisLive.Training.Tests.Trainer;

/// <summary>A folder of generated pictures, each with a bright disc that everybody looked at. Disposing it deletes it.</summary>
internal sealed class GeneratedGaze : IDisposable
{
    private const int Side = 128;

    public GeneratedGaze(int train, int val)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "images"));
        var images = new List<string> { "image,split" };
        var fixations = new List<string> { "image,observer,order,x,y,duration_ms" };
        var random = new Random(5);
        for (var number = 0; number < train + val; number++)
        {
            var name = $"made-{number}";
            images.Add($"{name},{(number < train ? "train" : "val")}");
            var (x, y) = (random.Next(24, Side - 24), random.Next(24, Side - 24));
            Paint(System.IO.Path.Combine(Path, "images", name + ".png"), x, y, random);
            for (var look = 0; look < 12; look++)
            {
                fixations.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name},{look},0,{(x + random.Next(-4, 5)) / (double)Side:0.0000},{(y + random.Next(-4, 5)) / (double)Side:0.0000},200"));
            }
        }
        File.WriteAllLines(System.IO.Path.Combine(Path, "images.csv"), images);
        File.WriteAllLines(System.IO.Path.Combine(Path, "fixations.csv"), fixations);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("generated-gaze-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Paint(string path, int x, int y, Random random)
    {
        using var picture = new Mat(Side, Side, MatType.CV_8UC3, new Scalar(random.Next(90), random.Next(90), random.Next(90)));
        Cv2.Circle(picture, x, y, 10, new Scalar(random.Next(150, 256), random.Next(150, 256), random.Next(150, 256)), -1);
        Cv2.ImWrite(path, picture);
    }
}
