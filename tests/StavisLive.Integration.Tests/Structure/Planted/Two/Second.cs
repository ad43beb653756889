using StavisLive.Integration.Tests.Structure.Planted.Three;

namespace StavisLive.Integration.Tests.Structure.Planted.Two;

/// <summary>Leads on to where the cycle ends, in a body that is compiled to a type of its own.</summary>
internal static class Second
{
    public static int Twice(int value) => value * 2;

    public static async Task<int> ThirdAsync()
    {
        await Task.Yield();
        return Third.Value();
    }
}
