namespace StavisLive.Server.Uploads;

/// <summary>Where people would look in what somebody brought.</summary>
/// <param name="Width">Pixels per row of its pictures, as they were looked at.</param>
/// <param name="Height">Rows.</param>
/// <param name="Frames">How many pictures there were.</param>
/// <param name="Map">The mean of their maps as an 8-bit grey PNG file, base64.</param>
/// <param name="Picture">The picture in the middle as a JPEG file, base64.</param>
internal sealed record UploadedMap(int Width, int Height, int Frames, byte[] Map, byte[] Picture);
