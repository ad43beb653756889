namespace StavisLive.DeviceChecks;

/// <summary>A golden network on a device.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Device">What it really ran on, and in what.</param>
/// <param name="Notices">What could not be had.</param>
/// <param name="Whole">Of windows that are computed whole, as a stream's first ones are.</param>
/// <param name="Kept">Of windows made of what is kept of their stream.</param>
internal sealed record NetworkParity(string Network, string Device, IReadOnlyList<string> Notices, MapParity Whole, MapParity Kept);
