using StavisLive.Core;

namespace StavisLive.Hosting;

/// <summary>Tells failures that happen to everybody from mistakes of the program.</summary>
public static class ExpectedFailure
{
    /// <summary>Whether its message is meant for people and says everything.</summary>
    public static bool Is(Exception e) => e is StavisException or InvalidDataException or IOException or UnauthorizedAccessException;
}
