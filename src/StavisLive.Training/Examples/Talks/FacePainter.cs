namespace StavisLive.Training.Examples.Talks;

/// <summary>Moves a face on a canvas: the head, with what is around it, and the mouth, which opens onto darkness while the chin goes down.</summary>
internal sealed class FacePainter
{
    // Of a face's height: where the mouth is, and how far it opens.
    private const float Mouth = 0.29f; // below the middle
    private const float MostOpen = 0.13f;
    private const float Jaw = 0.3f; // from the mouth to where nothing moves any more
    private const float MouthWidth = 0.24f; // half of it, of the face's width

    private const float HeadReach = 0.45f; // the deviation of what moves with a head, in faces
    private const float Reach = 1.2f; // half the side of what is painted anew, in faces: beyond it hardly anything moves

    private static readonly byte[] Inside = [45, 25, 30]; // BGR

    private readonly TalkFace _face;
    private readonly byte[] _still;
    private readonly (int Left, int Top, int Right, int Bottom) _area;
    private readonly float[] _follows; // how much of the head's way a pixel of the area goes

    /// <param name="face">Where it is.</param>
    /// <param name="still">The canvas before anything moves; borrowed.</param>
    public FacePainter(TalkFace face, byte[] still)
    {
        (_face, _still) = (face, still);
        _area = (
            Math.Max(0, (int)(face.X - (Reach * face.Width))), Math.Max(0, (int)(face.Y - (Reach * face.Height))),
            Math.Min(TalkScript.Width, (int)(face.X + (Reach * face.Width))), Math.Min(TalkScript.Height, (int)(face.Y + (Reach * face.Height))));
        var columns = new float[_area.Right - _area.Left];
        for (var x = 0; x < columns.Length; x++) columns[x] = Bell(Across(_area.Left + x));
        _follows = new float[columns.Length * (_area.Bottom - _area.Top)];
        for (var y = _area.Top; y < _area.Bottom; y++)
        {
            var row = Bell(Down(y));
            for (var x = 0; x < columns.Length; x++) _follows[((y - _area.Top) * columns.Length) + x] = row * columns[x];
        }
    }

    /// <summary>Paints the face onto a canvas that shows it as it was.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="nod">Where the head is, in faces from where it was.</param>
    /// <param name="opening">How far the mouth is open, 0..1.</param>
    public void Paint(byte[] canvas, (float X, float Y) nod, float opening)
    {
        var at = 0;
        for (var y = _area.Top; y < _area.Bottom; y++)
        {
            for (var x = _area.Left; x < _area.Right; x++, at++)
            {
                var (across, down) = (Across(x) - (nod.X * _follows[at]), Down(y) - (nod.Y * _follows[at]));
                var target = canvas.AsSpan(((y * TalkScript.Width) + x) * 3, 3);
                var gap = Gap(across, opening);
                if (down > Mouth && down < Mouth + gap)
                {
                    Inside.CopyTo(target);
                    continue;
                }
                if (gap > 0 && down >= Mouth && down < Mouth + Jaw) down = Mouth + ((down - Mouth - gap) * Jaw / (Jaw - gap));
                Sample(_face.X + (across * _face.Width), _face.Y + (down * _face.Height), target);
            }
        }
    }

    private float Across(int column) => (float)((column - _face.X) / _face.Width);

    private float Down(int row) => (float)((row - _face.Y) / _face.Height);

    private static float Bell(float distance) => MathF.Exp(-distance * distance / (2 * HeadReach * HeadReach));

    // How far lips are apart, of the face's height.
    private static float Gap(float across, float opening)
    {
        var place = across / MouthWidth;
        return MathF.Abs(place) >= 1 ? 0 : MostOpen * opening * (1 - (place * place));
    }

    private void Sample(double x, double y, Span<byte> target)
    {
        x = Math.Clamp(x, 0, TalkScript.Width - 1.001);
        y = Math.Clamp(y, 0, TalkScript.Height - 1.001);
        var (column, row) = ((int)x, (int)y);
        var (right, below) = ((float)(x - column), (float)(y - row));
        var upper = _still.AsSpan(((row * TalkScript.Width) + column) * 3, 6);
        var lower = _still.AsSpan((((row + 1) * TalkScript.Width) + column) * 3, 6);
        for (var colour = 0; colour < 3; colour++)
        {
            var above = upper[colour] + ((upper[colour + 3] - upper[colour]) * right);
            var under = lower[colour] + ((lower[colour + 3] - lower[colour]) * right);
            target[colour] = (byte)(above + ((under - above) * below) + 0.5f);
        }
    }
}
