using StavisLive.Scenes.Backgrounds;
using StavisLive.Scenes.Randomness;

namespace StavisLive.Training.Examples;

/// <summary>A change of light and colours, the same for every pixel and every frame of an example.</summary>
internal sealed class ColourChange
{
    private readonly byte[][] _curves; // red, green, blue: value before -> value after
    private readonly float _saturation;

    private ColourChange(byte[][] curves, float saturation)
    {
        _curves = curves;
        _saturation = saturation;
    }

    /// <summary>A change as <see cref="Augmentation"/> allows it.</summary>
    public static ColourChange Pick(Augmentation augmentation, Random random)
    {
        var contrast = 1 + random.Between(-augmentation.Light, augmentation.Light);
        var brightness = 1 + random.Between(-augmentation.Light, augmentation.Light);
        var gamma = Math.Pow(2, random.Between(-augmentation.Light, augmentation.Light));
        var curves = new byte[3][];
        for (var channel = 0; channel < 3; channel++)
        {
            var share = 1 + (random.Between(-augmentation.Colour, augmentation.Colour) / 3);
            curves[channel] = [.. Enumerable.Range(0, 256).Select(value => Changed(value / 255.0, contrast, brightness * share, gamma))];
        }
        var saturation = random.Chance(augmentation.Grey) ? 0 : 1 + random.Between(-augmentation.Colour, augmentation.Colour);
        return new ColourChange(curves, (float)saturation);
    }

    /// <summary>Changes RGB bytes in place.</summary>
    public void Apply(Span<byte> picture)
    {
        for (var i = 0; i < picture.Length; i += 3)
        {
            float red = _curves[0][picture[i]], green = _curves[1][picture[i + 1]], blue = _curves[2][picture[i + 2]];
            var grey = (0.299f * red) + (0.587f * green) + (0.114f * blue); // ITU-R BT.601
            picture[i] = ToByte(grey + (_saturation * (red - grey)));
            picture[i + 1] = ToByte(grey + (_saturation * (green - grey)));
            picture[i + 2] = ToByte(grey + (_saturation * (blue - grey)));
        }
    }

    private static byte Changed(double value, double contrast, double brightness, double gamma) =>
        ToByte((float)(255 * (0.5 + (contrast * ((brightness * Math.Pow(value, gamma)) - 0.5)))));

    private static byte ToByte(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
