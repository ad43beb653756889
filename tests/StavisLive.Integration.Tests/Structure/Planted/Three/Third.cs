using StavisLive.Integration.Tests.Structure.Planted.One;

namespace StavisLive.Integration.Tests.Structure.Planted.Three;

/// <summary>Closes the cycle.</summary>
internal static class Third
{
    public static int Value() => First.Count([1, 2, 3]);
}
