using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Scenes.Composed;

namespace StavisLive.Training.Examples;

/// <summary>Where people would look in a scene: at its objects, and at the one that sounds most of all.</summary>
internal static class SceneTarget
{
    // Shares of the map's peak.
    private const float Sounding = 1;
    private const float Silenced = 0.12f; // an object while another one sounds
    private const float Equal = 0.7f; // each object in silence

    private const double Spread = 0.55; // of a blob, in radii

    /// <summary>Density <c>[112,112]</c> at the middle frame.</summary>
    /// <param name="script">The scene.</param>
    /// <param name="sounding">The object that sounds; null: none, so that all draw looks alike.</param>
    public static float[] Density(SceneScript script, int? sounding)
    {
        var density = new float[Example.Side * Example.Side];
        for (var actor = 0; actor < script.Actors.Count; actor++)
        {
            var weight = sounding is null ? Equal : sounding == actor ? Sounding : Silenced;
            var ball = SceneFilm.Place(script, actor, 0);
            var (scaleX, scaleY) = ((double)Example.Side / SceneScript.Width, (double)Example.Side / script.Height);
            AddBlob(density, ball.X * scaleX, ball.Y * scaleY, ball.Radius * scaleX * Spread, ball.Radius * scaleY * Spread, weight);
        }
        return density;
    }

    /// <summary>Fixations that a density would give, <c>[112,112]</c>.</summary>
    public static float[] Fixations(float[] density, int count, Random random)
    {
        var counts = new float[density.Length];
        var sum = density.Sum();
        for (var i = 0; i < count && sum > 0; i++)
        {
            var pick = random.NextDouble() * sum;
            var at = 0;
            while (at < density.Length - 1 && (pick -= density[at]) > 0) at++;
            counts[at]++;
        }
        return counts;
    }

    private static void AddBlob(float[] density, double x, double y, double sigmaX, double sigmaY, float weight)
    {
        var fixation = new Fixation(0, 0, (float)(x / Example.Side), (float)(y / Example.Side), 0);
        var blob = GazeMaps.Density([fixation], Example.Side, Example.Side, sigmaX, sigmaY);
        for (var i = 0; i < density.Length; i++) density[i] = Math.Max(density[i], weight * blob[i]);
    }
}
