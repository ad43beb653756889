using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Media.Faces;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Examples;
using StavisLive.Training.Examples.Talks;

namespace StavisLive.Training.Tests.Examples.Talks;

public sealed class TalkTests
{
    private static readonly PictureView Everything = new(0, 0, TalkScript.Width, TalkScript.Height, false);

    [Fact]
    public void Faces_MirroredPanel_StayOnTheirPeople()
    {
        var panel = new TalkPanel(Photograph(), new PictureView(0, 0, 320, 240, true), 0, 0, TalkScript.Width, TalkScript.Height);

        Assert.Equal([new TalkFace(240, 120, 60, 60), new TalkFace(80, 120, 60, 60)], panel.Faces());
    }

    [Fact]
    public void Faces_CutOffByThePanel_AreNone()
    {
        var panel = new TalkPanel(Photograph(), new PictureView(80, 0, 240, 240, false), 0, 0, 160, 240);

        Assert.Equal(240 * 160 / 240.0 - 80 * 160 / 240.0, Assert.Single(panel.Faces()).X, 1e-9);
    }

    [Fact]
    public void Paint_LoudAndQuietFrame_OnlyTheTalkersMouthOpens()
    {
        var opening = new float[NetworkWindow.Frames];
        opening[5] = 1;
        var script = Script(talker: 0) with { Opening = opening, Seed = 3 };
        var pictures = TalkFilm.Paint(script, ViewPath.Still(Everything), NetworkWindow.Frames);

        var (quiet, loud) = (Frame(pictures, 4), Frame(pictures, 5));
        var (talkers, listeners) = (Difference(quiet, loud, 0), Difference(quiet, loud, 56));
        Assert.True(talkers > 3 * listeners, $"{talkers} where somebody talks, {listeners} where somebody listens");
    }

    [Fact]
    public void Paint_MiddleFrameAlone_IsTheNinthOfSixteen()
    {
        var script = Script(talker: 1) with { Opening = [.. Enumerable.Range(0, 16).Select(frame => frame / 15f)] };
        var path = ViewPath.Still(Everything);

        Assert.Equal(Frame(TalkFilm.Paint(script, path, NetworkWindow.Frames), 8), TalkFilm.Paint(script, path, 1));
    }

    [Fact]
    public void Density_TalkerHeard_TakesTwoThirds()
    {
        var script = Script(talker: 0);

        // What the photograph itself draws lies on both alike.
        Assert.Equal(0.66 + (0.34 * 0.45 / 2), ShareOfLeft(TalkTarget.Density(script, Everything, isHeard: true)), 0.02);
        Assert.Equal(0.42 + (0.58 * 0.45 / 2), ShareOfLeft(TalkTarget.Density(script, Everything, isHeard: false)), 0.02);
        Assert.Equal(0.5, ShareOfLeft(TalkTarget.Density(script with { Talker = null }, Everything, isHeard: false)), 0.02);
    }

    [Fact]
    public void Density_MirroredView_LooksAtTheOtherSide()
    {
        var script = Script(talker: 0);

        Assert.True(ShareOfLeft(TalkTarget.Density(script, Everything with { Mirrored = true }, isHeard: true)) < 0.4);
    }

    [Fact]
    public void Envelope_SpeechAndPause_OpensAndCloses()
    {
        var samples = new float[1600];
        for (var i = 0; i < 800; i++) samples[i] = (i % 2 * 2) - 1;

        Assert.Equal([1, 1, 0, 0], SpeechEnvelope.Of(samples, 4));
        Assert.Equal([0, 0], SpeechEnvelope.Of(new float[100], 2));
    }

    [Fact]
    public void Find_TableIsThere_NoCascadeNeeded()
    {
        var folder = Directory.CreateTempSubdirectory("faces-");
        try
        {
            var table = Path.Combine(folder.FullName, "faces.csv");
            FaceTable.Write(table, [("two", new FaceBox(50, 90, 60)), ("two", new FaceBox(210.5, 90, 60)), ("gone", new FaceBox(1, 2, 3))]);

            var found = FaceLibrary.Find([Photograph().Still], "nowhere.xml", table);

            Assert.Equal([new FaceBox(50, 90, 60), new FaceBox(210.5, 90, 60)], Assert.Single(found).Faces);
            Assert.Contains("opencv-data", Assert.Throws<InvalidDataException>(() => FaceLibrary.Find([Photograph().Still], "nowhere.xml", table + "2")).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TalkScript Script(int? talker)
    {
        var panel = new TalkPanel(Photograph(), new PictureView(0, 0, 320, 240, false), 0, 0, TalkScript.Width, TalkScript.Height);
        return new TalkScript([panel], panel.Faces(), talker, new float[NetworkWindow.Frames], Audio: null, IsHeard: true, Seed: 1);
    }

    // Noise everywhere, so that whatever moves changes pixels; two people who were looked at alike.
    private static FacePhotograph Photograph()
    {
        var pixels = new byte[320 * 240 * 3];
        new Random(1).NextBytes(pixels);
        IReadOnlyList<Fixation> looks = [new(0, 0, 0.25f, 0.5f, 200), new(0, 1, 0.75f, 0.5f, 200)];
        return new FacePhotograph(new StillPicture("two", "made", new DecodedPicture(pixels, 320, 240), looks), [new FaceBox(50, 90, 60), new FaceBox(210, 90, 60)]);
    }

    private static byte[] Frame(byte[] pictures, int number) => pictures[(number * Example.PictureBytes)..((number + 1) * Example.PictureBytes)];

    private static int Difference(byte[] first, byte[] second, int left)
    {
        var sum = 0;
        for (var y = 0; y < Example.Side; y++)
            for (var x = left; x < left + 56; x++)
                sum += Math.Abs(first[((y * Example.Side) + x) * 3] - second[((y * Example.Side) + x) * 3]);
        return sum;
    }

    private static double ShareOfLeft(float[] density) =>
        density.Where((_, place) => place % Example.Side < Example.Side / 2).Sum() / density.Sum();
}
