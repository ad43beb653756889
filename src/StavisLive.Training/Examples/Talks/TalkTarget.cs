using System.Numerics.Tensors;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Backgrounds;

namespace StavisLive.Training.Examples.Talks;

/// <summary>Where people would look among people who talk.</summary>
internal static class TalkTarget
{
    // Who is heard takes about two thirds of all fixations; a mouth that moves in silence draws fewer
    // (Coutrot, Guyader, Journal of Vision 2014: conversations with their own sound, and without).
    private const double Heard = 0.66;
    private const double Seen = 0.42;

    private const double OthersOfRest = 0.55; // of what is left: to the other faces; what remains goes where people looked in the photographs
    private const double Spread = 0.2; // of a blob, in faces
    private const double Height = 0.05; // of a blob's middle below the face's: between eyes and mouth

    /// <summary>Density <c>[112,112]</c> at the middle frame, its peak 1.</summary>
    /// <param name="script">Who talks.</param>
    /// <param name="view">The part of the canvas that the middle frame shows.</param>
    /// <param name="isHeard">Whether the talker is taken to be heard.</param>
    public static float[] Density(TalkScript script, PictureView view, bool isHeard)
    {
        var density = new float[Example.Side * Example.Side];
        var talker = script.Talker;
        var others = Enumerable.Range(0, script.Faces.Count).Where(face => face != talker).ToList();
        var most = talker is null ? 0 : isHeard ? Heard : Seen;
        var rest = 1 - most;
        var toOthers = others.Count == 0 ? 0 : talker is null ? Heard : rest * OthersOfRest;
        if (talker is { } speaker) AddFace(density, script.Faces[speaker], view, most);
        foreach (var other in others) AddFace(density, script.Faces[other], view, toOthers / others.Count);
        AddPhotographs(density, script, view, rest - toOthers);

        var peak = TensorPrimitives.Max<float>(density);
        if (peak > 0) TensorPrimitives.Divide(density, peak, density);
        return density;
    }

    private static void AddFace(float[] density, TalkFace face, PictureView view, double mass)
    {
        var (scaleX, scaleY) = ((double)Example.Side / view.Width, (double)Example.Side / view.Height);
        var x = (face.X - view.Left) / view.Width;
        var y = (face.Y + (Height * face.Height) - view.Top) / view.Height;
        if (x is < 0 or >= 1 || y is < 0 or >= 1) return;
        if (view.Mirrored) x = 1 - x;
        var least = GazeMaps.Sigma * TalkScript.Height;
        var looks = new[] { new Fixation(0, 0, (float)x, (float)y, 0) };
        AddMass(density, GazeMaps.Density(looks, Example.Side, Example.Side, Math.Max(least, Spread * face.Width) * scaleX, Math.Max(least, Spread * face.Height) * scaleY), mass);
    }

    private static void AddPhotographs(float[] density, TalkScript script, PictureView view, double mass)
    {
        var looks = new List<Fixation>();
        foreach (var panel in script.Panels)
        {
            foreach (var look in panel.View.FixationsOf(panel.Photograph.Still.Fixations, panel.Photograph.Still.Picture))
            {
                var x = (panel.Left + (look.X * panel.Width) - view.Left) / view.Width;
                var y = (panel.Top + (look.Y * panel.Height) - view.Top) / view.Height;
                if (x is >= 0 and < 1 && y is >= 0 and < 1) looks.Add(look with { X = view.Mirrored ? MathF.BitDecrement((float)(1 - x)) : (float)x, Y = (float)y });
            }
        }
        var sigma = GazeMaps.Sigma * TalkScript.Height * Example.Side;
        AddMass(density, GazeMaps.Density(looks, Example.Side, Example.Side, sigma / view.Width, sigma / view.Height), mass);
    }

    private static void AddMass(float[] density, float[] part, double mass)
    {
        var sum = TensorPrimitives.Sum<float>(part);
        if (sum > 0) TensorPrimitives.MultiplyAdd(part, (float)(mass / sum), density, density);
    }
}
