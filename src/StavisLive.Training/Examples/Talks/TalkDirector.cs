using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Composed;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples.Talks;

/// <summary>Makes up who is in sight, whose mouth moves and what is heard.</summary>
/// <param name="photographs">Photographs with faces.</param>
/// <param name="speech">What people say.</param>
internal sealed class TalkDirector(IReadOnlyList<FacePhotograph> photographs, SpeechLibrary speech)
{
    private const double OnePhotograph = 0.4; // of windows: one photograph as it is; the others: people from several, side by side
    private const int Tries = 20;

    // Of a panel's height: a face close by to one across a table.
    private const double SmallestFace = 0.2;
    private const double LargestFace = 0.6;

    // Shares of what happens; in the rest nobody moves a mouth.
    private const double Heard = 0.55;
    private const double Mute = 0.12; // a mouth moves in silence
    private const double Drowned = 0.12; // to sound that is no speech
    private const double Dubbed = 0.11; // to another's speech

    private const double Noisy = 0.4; // of speech: with background sound under it

    /// <summary>Makes a window up.</summary>
    public TalkScript Direct(Random random)
    {
        var panels = PickPanels(random);
        var faces = panels.SelectMany(panel => panel.Faces()).ToList();
        var talker = random.Next(faces.Count);
        var length = (int)(NetworkWindow.Frames / random.Between(24, 30) * AudioFormat.SampleRate);
        var said = speech.Pick(length, random);
        var opening = SpeechEnvelope.Of(said, NetworkWindow.Frames);
        var seed = random.Next();
        return random.NextDouble() switch
        {
            < Heard => new TalkScript(panels, faces, talker, opening, Over(said, random), IsHeard: opening.Max() > 0, seed),
            < Heard + Mute => new TalkScript(panels, faces, talker, opening, Audio: null, IsHeard: false, seed),
            < Heard + Mute + Drowned => new TalkScript(panels, faces, talker, opening, UnrelatedAudio.Audio(random), IsHeard: false, seed),
            < Heard + Mute + Drowned + Dubbed => new TalkScript(panels, faces, talker, opening, Over(speech.Pick(length, random), random), IsHeard: false, seed),
            _ => new TalkScript(panels, faces, null, opening, random.Chance(0.5) ? Over(said, random) : null, IsHeard: false, seed),
        };
    }

    private static float[] Over(float[] said, Random random)
    {
        if (random.Chance(Noisy)) UnrelatedAudio.AddSoundscape(said, random.Between(0.005, 0.05), random);
        return AudioExcerpt.Of(said);
    }

    private IReadOnlyList<TalkPanel> PickPanels(Random random)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var panels = random.Chance(OnePhotograph) ? [Whole(random)] : SideBySide(random);
            if (panels.Any(panel => panel.Faces().Count > 0)) return panels;
        }
        var last = photographs[0];
        return [new TalkPanel(last, PictureView.Whole(last.Still.Picture), 0, 0, TalkScript.Width, TalkScript.Height)];
    }

    private TalkPanel Whole(Random random)
    {
        var photograph = Pick(random);
        var view = PictureView.Pick(photograph.Still.Picture, new Augmentation { SmallestView = 0.5, WholeView = 0.4 }, random);
        return new TalkPanel(photograph, view, 0, 0, TalkScript.Width, TalkScript.Height);
    }

    private TalkPanel[] SideBySide(Random random)
    {
        var count = random.NextDouble() switch { < 0.15 => 1, < 0.75 => 2, < 0.9 => 3, _ => 4 };
        var (columns, rows) = count == 4 ? (2, 2) : (count, 1);
        var (width, height) = (TalkScript.Width / columns, TalkScript.Height / rows);
        return [.. Enumerable.Range(0, count).Select(number => Portrait(Pick(random), number % columns * width, number / columns * height, width, height, random))];
    }

    // A view around one of the photograph's faces, the face somewhere in it.
    private static TalkPanel Portrait(FacePhotograph photograph, int left, int top, int width, int height, Random random)
    {
        var face = photograph.Faces[random.Next(photograph.Faces.Count)];
        var picture = photograph.Still.Picture;
        var rows = Math.Min(face.Side / random.Between(SmallestFace, LargestFace), picture.Height);
        var columns = Math.Min(rows * width / height, picture.Width);
        rows = columns * height / width;
        var view = new PictureView(
            Place(face.Left, face.Side, columns, picture.Width, random), Place(face.Top, face.Side, rows, picture.Height, random),
            Math.Max(1, (int)columns), Math.Max(1, (int)rows), random.Chance(0.5));
        return new TalkPanel(photograph, view, left, top, width, height);
    }

    // The first pixel of a view of so many pixels that holds a face, within the picture.
    private static int Place(double begin, double side, double length, int limit, Random random)
    {
        var share = random.Between(0.2, 0.8);
        return (int)Math.Clamp(begin + (side / 2) - (share * length), 0, Math.Max(0, limit - length));
    }

    private FacePhotograph Pick(Random random) => photographs[random.Next(photographs.Count)];
}
