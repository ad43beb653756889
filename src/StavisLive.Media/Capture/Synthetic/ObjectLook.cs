namespace StavisLive.Media.Capture.Synthetic;

/// <summary>Texture of an object.</summary>
internal enum ObjectLook
{
    Stripes,
    Spots,
    Checks,
}
