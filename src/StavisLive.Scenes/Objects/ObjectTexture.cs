using System.Numerics;

namespace StavisLive.Scenes.Objects;

/// <summary>Solid textures: how much of an object's second colour lies at a point of its surface.</summary>
internal static class ObjectTexture
{
    private const float Bands = 2.5f;
    private const float Squares = 2.2f;
    private const float SpotCosine = 0.88f; // half-angle of 28 degrees around each of twelve directions

    // The corners of an icosahedron: twelve directions spread evenly.
    private static readonly Vector3[] SpotCentres = Icosahedron();

    /// <summary>0..1 at the point <paramref name="p"/> of the unit sphere; <paramref name="blur"/>: size of a pixel there.</summary>
    public static float At(ObjectLook look, Vector3 p, float blur) => look switch
    {
        ObjectLook.Stripes => Wave(p.Y * Bands, blur * Bands),
        ObjectLook.Spots => Step(NearestSpot(p) - SpotCosine, blur * 0.5f),
        ObjectLook.Checks => Checks(p, blur * Squares),
        _ => Step(p.Y, blur),
    };

    private static float Checks(Vector3 p, float blur)
    {
        var x = 2 * Wave(p.X * Squares, blur) - 1;
        var y = 2 * Wave(p.Y * Squares, blur) - 1;
        var z = 2 * Wave(p.Z * Squares, blur) - 1;
        return 0.5f + 0.5f * x * y * z;
    }

    // A square wave of period 1 with edges as soft as a pixel is wide.
    private static float Wave(float x, float blur)
    {
        var distance = MathF.Abs(x - MathF.Floor(x) - 0.5f) - 0.25f;
        return Step(distance, blur);
    }

    private static float Step(float distance, float blur)
    {
        var t = Math.Clamp(0.5f + distance / (2 * blur), 0, 1);
        return t * t * (3 - 2 * t);
    }

    private static float NearestSpot(Vector3 p)
    {
        var nearest = -1f;
        foreach (var centre in SpotCentres) nearest = MathF.Max(nearest, Vector3.Dot(centre, p));
        return nearest;
    }

    private static Vector3[] Icosahedron()
    {
        var golden = (1 + MathF.Sqrt(5)) / 2;
        var corners = new List<Vector3>();
        foreach (var a in new[] { -1f, 1f })
        {
            foreach (var b in new[] { -golden, golden })
                corners.AddRange([new Vector3(0, a, b), new Vector3(a, b, 0), new Vector3(b, 0, a)]);
        }
        return [.. corners.Select(Vector3.Normalize)];
    }
}
