using System.Text.Json;
using System.Text.Json.Serialization;
using StavisLive.Core.Inference;
using StavisLive.DeviceChecks;

if (args is not ["parity", var device, var precision]
    || ComputeDevice.Parse(device) is not { } wish
    || !Enum.TryParse<InferencePrecision>(precision, ignoreCase: true, out var numbers))
{
    Console.Error.WriteLine("usage: device-checks parity auto|cpu|cuda|cuda:N fp32|bf16|fp16");
    return 2;
}

// A network whose numbers run away is what this is to find: NaN has to be sayable.
var options = new JsonSerializerOptions
{
    PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
};
var networks = ParityCheck.Run(wish, numbers);
Console.Out.WriteLine(JsonSerializer.Serialize(networks, options));
return networks.All(network => network.Whole.Suffices(numbers) && network.Kept.Suffices(numbers)) ? 0 : 1;
