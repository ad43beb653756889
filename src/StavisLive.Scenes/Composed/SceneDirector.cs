using System.Numerics;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Objects;
using StavisLive.Scenes.Randomness;
using StavisLive.Scenes.Voices;

namespace StavisLive.Scenes.Composed;

/// <summary>Makes scenes up. Within a scene objects share size, contrast and speed, so that no picture tells which one sounds.</summary>
/// <remarks>Thread-safe; the same random numbers make the same scene.</remarks>
public sealed class SceneDirector(IReadOnlyList<DecodedPicture> photographs)
{
    /// <summary>Objects of a scene.</summary>
    public const int Actors = 3;

    private const int Walls = 12;
    private const double WallShare = 0.3; // of backgrounds: the built-in scene's wall, and others without anything on it
    private const double SmallestRadius = 0.125;
    private const double LargestRadius = 0.185;
    private const double Swelling = 1 + SceneObject.Swelling + 0.14; // and a gap
    private const double FastestShare = 0.12; // of the frame's side a second

    // Far enough apart to be told within 16 frames.
    private static readonly double[] Rates = [1.5, 2.6, 4.4];

    private static readonly int[] Heights = [126, 150, 168, 224]; // 16:9, 3:2, 4:3 and 1:1

    private readonly DecodedPicture[] _walls = [.. Enumerable.Range(0, Walls).Select(seed =>
        new DecodedPicture(SceneBackground.Paint(seed, SceneScript.Width, 168), SceneScript.Width, 168))];

    /// <summary>A scene of a kind.</summary>
    public SceneScript Direct(SceneKind kind, Random random)
    {
        var height = Heights[random.Next(Heights.Length)];
        var radius = random.Between(SmallestRadius, LargestRadius);
        var places = Places(radius, height, random);
        var looks = Enum.GetValues<ObjectLook>();
        random.Shuffle(looks);
        if (kind == SceneKind.ByRhythm) Array.Fill(looks, looks[0]);
        var rates = (double[])Rates.Clone();
        random.Shuffle(rates);
        var speed = random.Between(0, FastestShare);

        var actors = places.Select((place, index) => Cast(
            looks[index], kind == SceneKind.ByRhythm ? rates[index] : null, place, speed, radius, random)).ToList();
        var background = random.Chance(WallShare) || photographs.Count == 0 ? _walls[random.Next(Walls)] : photographs[random.Next(photographs.Count)];
        var view = PictureView.Pick(background, new Augmentation { SmallestView = 0.7, WholeView = 0.3 }, random);
        return new SceneScript(
            kind, actors, background, view, Pan(background, view, random), height,
            Fps: random.Between(24, 30), Middle: random.Between(2, 60),
            Pulsing: kind == SceneKind.Demonstration ? random.Next(Actors) : null);
    }

    private static SceneActor Cast(ObjectLook look, double? rate, (double X, double Y) place, double speed, double radius, Random random)
    {
        var kind = VoiceKinds.Of(look);
        var voice = new ObjectVoice(
            kind, rate ?? ObjectVoice.UsualRate(kind) * random.Between(0.75, 1.3), random.NextDouble(), random.Between(0.8, 1.25), random.Next());
        var breath = new ObjectVoice(VoiceKind.Speech, random.Between(0.3, 0.45), random.NextDouble(), 1, 0);
        var direction = random.Between(0, Math.Tau);
        var path = new ScenePath(place.X, place.Y, speed * Math.Cos(direction), speed * Math.Sin(direction));
        var axis = new Vector3((float)random.Between(-1, 1), (float)random.Between(-1, 1), (float)random.Between(-1, 1)) + new Vector3(0.01f);
        var (ground, figure) = Colours(random);
        return new SceneActor(new BallStyle(look, ground, figure, axis), voice, breath, path, radius);
    }

    // One dark and one bright colour: the contrast is much the same for all.
    private static (Vector3 Dark, Vector3 Bright) Colours(Random random)
    {
        Vector3 Of(double low, double high) => new((float)random.Between(low, high), (float)random.Between(low, high), (float)random.Between(low, high));
        var (dark, bright) = (Of(15, 120), Of(165, 250));
        dark[random.Next(3)] += 60;
        return random.Chance(0.5) ? (dark, bright) : (bright, dark);
    }

    // Places in shares of the sides: inside the frame and apart, swollen and moved as they may be.
    private static List<(double X, double Y)> Places(double radius, int height, Random random)
    {
        var shorter = Math.Min(SceneScript.Width, height);
        var (reachX, reachY) = (radius * Swelling * shorter / SceneScript.Width, radius * Swelling * shorter / height);
        var places = new List<(double X, double Y)>();
        for (var tries = 0; places.Count < Actors; tries++)
        {
            if (tries % 60 == 59) places.Clear();
            var (x, y) = (random.Between(reachX, 1 - reachX), random.Between(reachY, 1 - reachY));
            if (places.All(place => double.Hypot((place.X - x) / reachX, (place.Y - y) / reachY) > 2)) places.Add((x, y));
        }
        return places;
    }

    private static (double X, double Y) Pan(DecodedPicture background, PictureView view, Random random)
    {
        if (random.Chance(0.4)) return (0, 0);
        // Half a second to each side has to stay within the picture.
        double Along(int before, int after) => random.Chance(0.5) ? -Math.Min(before * 2.0, view.Width * 0.3) * random.NextDouble() : Math.Min(after * 2.0, view.Width * 0.3) * random.NextDouble();
        return (
            Along(Math.Min(view.Left, background.Width - view.Left - view.Width), Math.Min(view.Left, background.Width - view.Left - view.Width)),
            Along(Math.Min(view.Top, background.Height - view.Top - view.Height), Math.Min(view.Top, background.Height - view.Top - view.Height)));
    }
}
