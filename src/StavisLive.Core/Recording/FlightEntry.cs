namespace StavisLive.Core.Recording;

/// <summary>Names within a recording.</summary>
internal static class FlightEntry
{
    /// <summary>Everything but arrays and pictures.</summary>
    public const string Index = "index.json";

    /// <summary>What the network saw: <c>u1 [frames, 112, 112, 3]</c>, RGB.</summary>
    public const string Pictures = "pictures.npy";

    /// <summary>All blocks of audio, one behind the other: <c>f4 [samples]</c>.</summary>
    public const string Audio = "sound.npy";

    /// <summary>The maps: <c>f4 [maps, 112, 112]</c>.</summary>
    public const string Maps = "maps.npy";

    /// <summary>The whole picture of the n-th frame.</summary>
    public static string Picture(int frame) => $"frames/{frame:D6}.jpg";
}
